import { launch } from './lib/browser.mjs'
import { officer } from './lib/people.mjs'
const [,, login, path, out, width, height] = process.argv
const b = await launch()
const w = await officer(b, 'http://127.0.0.1:8951', login, { width: Number(width) })
await w.page.setViewportSize({ width: Number(width), height: Number(height) })
await w.go(path)
await w.page.screenshot({ path: out })
await b.close()
