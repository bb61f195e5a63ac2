// Opens pages in Chromium and checks what every page of Rambu must hold: accessible, no
// sideways scroll, nothing loaded from elsewhere, nothing blocked by our own policy.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import { outDir } from './server.mjs'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const widths = [360, 1280]
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    timeout: 120_000, // on a busy machine the first start reads the whole program from the disk
    args: [
      '--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
  })
}

const seen = new WeakMap() // page: {requests, blocked, js}

// open makes a page in a context of its own. js: false turns the page's scripts off.
export async function open(browser, { js = true, width = 360 } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: js, viewport: { width, height: 800 }, locale: 'id-ID' })
  context.setDefaultTimeout(60_000) // of a busy machine with two processors; it costs only a test that fails
  const page = await context.newPage()
  const log = { requests: [], blocked: [], js }
  seen.set(page, log)
  page.on('request', (r) => log.requests.push(r.url()))
  page.on('console', (m) => { if (/Content Security Policy|Refused to/.test(m.text())) log.blocked.push(m.text()) })
  return page
}

// close ends the page's whole context.
export const close = (page) => page.context().close()

// thirdParty lists what the page asked of other hosts.
export function thirdParty(page) {
  const own = new URL(page.url()).host
  return seen.get(page).requests.filter((u) => !u.startsWith('data:') && new URL(u).host !== own)
}

// inPage runs in the page: what hangs out at the side, now and with text twice as large, and what
// axe says of WCAG 2.2 AA and good practice. Asking axe for violations only, and not to fetch our
// style sheets once more, makes it four times as fast.
async function inPage({ values, axe, large }) {
  const overflow = () => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return ''
    const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > room + 1)
    const last = wide.at(-1)
    return `${document.documentElement.scrollWidth} > ${room}: ${last ? last.outerHTML.slice(0, 160) : '?'}`
  }
  const out = { wide: overflow(), wideLarge: '', found: [] }
  if (axe) {
    const got = await window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], iframes: false, preload: false })
    out.found = got.violations.map((v) => `${v.id}: ${v.help}\n    ${v.nodes.map((n) => n.html.slice(0, 200)).join('\n    ')}`)
  }
  if (large) {
    document.documentElement.style.fontSize = '200%'
    out.wideLarge = overflow()
    document.documentElement.style.fontSize = ''
  }
  return out
}

const looked = new Set() // "lang path" of every page checked by this process

// lookedAt lists the paths of the pages checked in a language.
export const lookedAt = (lang) => [...looked].filter((l) => l.startsWith(`${lang} `)).map((l) => l.slice(lang.length + 1))

// checkPage checks the page now open at 360 and 1280 px, its scroll also at 320 px and with text twice
// as large, and leaves screenshots behind: e2e/out/<name>-<lang>-<width>.png. With scripts off, axe and
// the screenshots are left out; CI, where nobody looks, makes none. Every question to the browser
// costs, so there are few: one when the page is met, which brings axe along past our policy, and one
// for each width.
export async function checkPage(page, name) {
  const { js, blocked } = seen.get(page)
  const [lang, missing] = await page.evaluate(`${js ? axeSource : ''};[document.documentElement.lang, document.documentElement.outerHTML.includes('⟦')]`)
  assert.ok(!missing, `${name}: a word is missing in the catalogue`)
  for (const width of [320, ...widths]) {
    await page.setViewportSize({ width, height: 800 })
    const axe = js && widths.includes(width) // axe is a script itself
    const { wide, wideLarge, found } = await page.evaluate(inPage, { values: tags, axe, large: width === widths.at(-1) })
    assert.equal(wide, '', `${name} ${lang}: sideways scroll at ${width} px`)
    assert.equal(wideLarge, '', `${name} ${lang}: sideways scroll at ${width} px with text at 200 %`)
    assert.deepEqual(found, [], `${name} ${lang}: axe at ${width} px`)
    if (axe && !process.env.CI) await page.screenshot({ path: `${outDir}/${name}-${lang}-${width}.png`, fullPage: true }) // for people to look at
  }
  assert.deepEqual(thirdParty(page), [], `${name}: asks other hosts`)
  assert.deepEqual(blocked, [], `${name}: blocked by our own content security policy`)
  looked.add(`${lang} ${new URL(page.url()).pathname}`)
}

// foreignHues returns which share of a picture's pixels is coloured neither violet nor brown,
// and which share is brown: parties own the other hues, and brown is kept for alarm.
export function foreignHues(page, png) {
  return page.evaluate(async (src) => {
    const image = new Image()
    image.src = src
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })
    const pen = canvas.getContext('2d')
    pen.drawImage(image, 0, 0)
    const { data } = pen.getImageData(0, 0, image.width, image.height)
    let other = 0, brown = 0
    for (let i = 0; i < data.length; i += 4) {
      const [r, g, b] = data.subarray(i, i + 3)
      const high = Math.max(r, g, b), spread = high - Math.min(r, g, b)
      if (spread < 24) continue // grey to the eye
      const turn = high === r ? (g - b) / spread : high === g ? 2 + (b - r) / spread : 4 + (r - g) / spread
      const hue = ((turn * 60) + 360) % 360
      if (hue >= 15 && hue <= 45) brown++
      else if (hue < 235 || hue > 305) other++
    }
    return { other: other / (data.length / 4), brown: brown / (data.length / 4) }
  }, `data:image/png;base64,${png.toString('base64')}`)
}

// smallTargets lists links and controls smaller than min pixels either way, links in running
// text excepted (WCAG 2.5.8).
export function smallTargets(page, min) {
  return page.evaluate((least) => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, a[class]')]
    .filter((e) => !(e.matches('.govuk-link') && e.closest('p, td, th, dd, li')) && !e.matches('.govuk-skip-link'))
    .map((e) => [e, e.getBoundingClientRect()])
    .filter(([, b]) => b.height < least || b.width < least)
    .map(([e, b]) => `${Math.round(b.width)}x${Math.round(b.height)} ${e.outerHTML.slice(0, 100)}`), min)
}

// tabThrough presses Tab until it returns to the start and lists what cannot be seen in focus:
// every stop must have an outline of 3 px and lie inside the window.
export async function tabThrough(page, most = 200) {
  const hidden = []
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const e = document.activeElement
      if (!e || e === document.body) return null
      const ring = getComputedStyle(e).outlineWidth, style = getComputedStyle(e).outlineStyle
      const b = e.getBoundingClientRect()
      const at = document.elementFromPoint(b.x + b.width / 2, b.y + Math.min(b.height / 2, 20))
      const covered = at && at !== e && !e.contains(at) && !at.contains(e) && !e.labels?.length
      return { html: e.outerHTML.slice(0, 120), ok: ring === '3px' && style === 'solid' && !covered }
    })
    if (!stop) return { stops: i, hidden }
    if (!stop.ok) hidden.push(stop.html)
  }
  return { stops: most, hidden }
}
