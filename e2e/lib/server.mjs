// Starts the program under test and finds out where it listens.
import { spawn, execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('..', import.meta.url))
export const outDir = `${here}out`
mkdirSync(outDir, { recursive: true })

// start runs a program that prints "http://host:port" once it listens, and returns its base
// address, what it printed so far, and stop().
export function start(bin, args = [], env = {}) {
  const child = spawn(bin, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const stop = () => new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done()
    child.once('exit', done)
    child.kill('SIGTERM')
  })
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => { child.kill(); reject(new Error(`${bin} says no address in 300 s:\n${output}`)) }, 300_000)
    const read = (chunk) => {
      output += chunk
      const found = output.match(/https?:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+(?=[\s/])/) // to its end: a chunk may stop in the middle of the port
      if (!found) return
      clearTimeout(late)
      resolve({ base: found[0], stop, output: () => output })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => { clearTimeout(late); reject(new Error(`${bin} ended with ${code}:\n${output}`)) })
  })
}

// startGallery builds and starts the gallery of components.
export function startGallery() {
  const bin = `${outDir}/gallery`
  execFileSync('go', ['build', '-o', bin, './e2e/gallery'], { cwd: `${here}..`, stdio: 'inherit' })
  return start(bin)
}

// startRambu starts the built binary named by RAMBU_BIN with these arguments, or uses the
// instance already running at RAMBU_URL.
export function startRambu(args) {
  if (process.env.RAMBU_URL) return Promise.resolve({ base: process.env.RAMBU_URL, stop: async () => {}, output: () => '' })
  if (!process.env.RAMBU_BIN) throw new Error('set RAMBU_BIN to the built binary, or RAMBU_URL to a running instance')
  return start(process.env.RAMBU_BIN, args)
}
