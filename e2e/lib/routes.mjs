// Every address of the pages, from routes.txt, and which of them an address that was opened is.
import { readFileSync } from 'node:fs'

const lines = readFileSync(new URL('../routes.txt', import.meta.url), 'utf8').split('\n').filter((l) => l && !l.startsWith('#'))

// routes are {path, reason}: a reason says why there is no page to look at.
export const routes = lines.map((l) => {
  const [path, reason = ''] = l.split('  ')
  return { path, reason }
})

// steps are the last parts of the addresses that begin so and have nothing further.
export const steps = (prefix) => routes.filter((r) => r.path.startsWith(prefix) && /^[a-z-]+$/.test(r.path.slice(prefix.length))).map((r) => r.path.slice(prefix.length))

// Literal parts go before {wildcards}, as the program itself chooses.
const ordered = routes.map((r) => {
  const pattern = r.path.replace('{$}', '').replace(/[.]/g, '\\.').replace(/\{[a-z]+\\\.\\\.\\\.\}/, '.+').replace(/\{[a-z]+\}/g, '[^/]+')
  return { ...r, wild: (r.path.match(/\{[a-z]/g) ?? []).length, match: new RegExp(`^${pattern}$`) }
}).sort((a, b) => a.wild - b.wild || b.path.length - a.path.length)

// routeOf is the route that answers a path.
export const routeOf = (path) => ordered.find((r) => r.match.test(path))?.path
