// Compiles publik.scss and meja.scss into web/static/css. The library keeps some of its own
// colours whatever the settings say, so every colour left over is replaced by a token here,
// and one that nobody has mapped stops the build.
import { mkdirSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import * as sass from 'sass'

const out = new URL('../../web/static/css/', import.meta.url)

const tokens = ['#2d1b4e', '#3f2e63', '#542788', '#b2abd2', '#e6e1ef', '#1d1b20', '#55525c', '#c9c6cf', '#7f3b08', '#fff', '#f5f4f2', '#000']

// library colour: token
const replace = {
  '#0b5c3e': '#2d1b4e', '#083d29': '#2d1b4e', // button hover, shadow (greens)
  '#ca3535': '#7f3b08', '#982828': '#2d1b4e', '#651b1b': '#2d1b4e', // warning button (reds)
  '#0b0c0c': '#1d1b20', '#484949': '#55525c', '#858686': '#55525c', '#cecece': '#c9c6cf', '#f3f3f3': '#f5f4f2', // greys
  '#cfe4dc': '#e6e1ef', '#0f7a52': '#3f2e63', // notification banner (green)
  '#2a1950': '#2d1b4e', '#54319f': '#542788', // purples
  '#f4f8fb': '#f5f4f2', '#d2e2f1': '#e6e1ef', '#8eb8dc': '#b2abd2', '#16548a': '#3f2e63', '#0f385c': '#2d1b4e', '#1d70b8': '#3f2e63', '#1a65a6': '#542788', '#bbd4ea': '#b2abd2', // blues
}

const limits = { publik: 9.5 * 1024, meja: 18.5 * 1024 }

function retheme(css, name) {
  return css
    .replace(/var\((--govuk-[a-z-]+-colour), ?[^()]+\)/g, 'var($1)') // the values stand in :root
    .replace(/-(webkit|moz)-(osx-)?font-smoothing:[a-z]+;?/g, '')
    .replace(/(?<=[{}])[^{}@]*\.govuk-tag\b[^{}]*\{[^{}]*\}/g, '') // the task list drags the party-coloured tags in; we have badges
    .replace(/--govuk-frontend-version: ?"[^"]*"/g, '')
    .replace(/#[0-9a-f]{3,8}\b/gi, (hex) => {
      let h = hex.toLowerCase()
      if (/^#(.)\1(.)\2(.)\3$/.test(h)) h = '#' + h[1] + h[3] + h[5]
      h = replace[h] ?? h
      if (!tokens.includes(h)) throw new Error(`${name}: colour ${h} is no token; map it in build.mjs`)
      return h
    })
}

mkdirSync(out, { recursive: true })
for (const name of Object.keys(limits)) {
  const { css } = sass.compile(`${name}.scss`, { style: 'compressed', loadPaths: ['.'], quietDeps: true })
  const text = retheme(css, name).trim() + '\n'
  const gz = gzipSync(text, { level: 9 }).length
  if (gz > limits[name]) throw new Error(`${name}.css is ${gz} bytes compressed, more than ${limits[name]}`)
  writeFileSync(new URL(`${name}.css`, out), text)
  console.log(`${name}.css ${text.length} bytes, ${gz} compressed`)
}
