import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startGallery } from './lib/server.mjs'
import { checkPage, close, foreignHues, launch, open, smallTargets, tabThrough } from './lib/browser.mjs'

let server, browser
before(async () => {
  server = await startGallery()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const pages = ['publik', 'publik/kosong', 'publik/galat', 'publik/selesai', 'meja', 'meja/kosong', 'meja/galat', 'meja/selesai', 'surat', 'rusak', 'tidak-ada']
for (const path of pages) {
  for (const lang of ['id', 'en']) {
    for (const js of [true, false]) {
      test(`${path} in ${lang}, scripts ${js ? 'on' : 'off'}`, async () => {
        const page = await open(browser, { js })
        await page.goto(`${server.base}/${path}?bahasa=${lang}`)
        await checkPage(page, path.replace('/', '-'))
        await close(page)
      })
    }
  }
}

test('the inlined style sheet is accepted by the policy and looks the same', async () => {
  const page = await open(browser)
  await page.goto(`${server.base}/publik`)
  const linked = await page.screenshot({ fullPage: true })
  await page.goto(`${server.base}/publik?inline`)
  await checkPage(page, 'publik-inline')
  await page.setViewportSize({ width: 360, height: 800 })
  const inlined = await page.screenshot({ fullPage: true })
  assert.ok(linked.equals(inlined), 'inlined and linked styles give different pictures')
  await close(page)
})

test('a form sent with faults comes back with what was typed, and its summary leads to the field', async () => {
  const page = await open(browser, { js: false })
  await page.goto(`${server.base}/publik`)
  await page.fill('#apa', 'lebih dari sepuluh huruf')
  await page.fill('#kapan', '31')
  await page.fill('#kapan-m', '2')
  await page.fill('#kapan-y', '2024')
  await Promise.all([page.waitForEvent('domcontentloaded'), page.click('text=Kirim')])
  assert.match(await page.title(), /^Galat: /)
  assert.equal(await page.inputValue('#apa'), 'lebih dari sepuluh huruf')
  assert.equal(await page.inputValue('#kapan'), '31')
  await page.click('.govuk-error-summary a[href="#kapan"]')
  await page.locator('#kapan:focus').waitFor()
  await close(page)
})

test('the exit link forgets the language and leaves', async () => {
  const page = await open(browser, { js: false })
  await page.goto(`${server.base}/publik?bahasa=en`)
  assert.equal((await page.context().cookies()).length, 1)
  await Promise.all([page.waitForEvent('domcontentloaded'), page.click('text=Leave this page')])
  assert.equal(new URL(page.url()).pathname, '/ditutup')
  assert.deepEqual(await page.context().cookies(), [])
  await close(page)
})

test('public targets are large enough for a thumb', async () => {
  const page = await open(browser)
  await page.goto(`${server.base}/publik`)
  assert.deepEqual(await smallTargets(page, 44), [])
  await close(page)
})

for (const path of ['publik', 'meja']) {
  test(`${path}: everything is reached by Tab with a visible ring`, async () => {
    const page = await open(browser)
    await page.goto(`${server.base}/${path}`)
    const { stops, hidden } = await tabThrough(page)
    assert.ok(stops > 10, `only ${stops} stops`)
    assert.deepEqual(hidden, [])
    await close(page)
  })
}

test('no hue of a party on any page', async () => {
  const page = await open(browser, { width: 1280 })
  for (const path of ['publik', 'publik/galat', 'meja', 'meja/galat', 'surat']) {
    await page.goto(`${server.base}/${path}`)
    const { other, brown } = await foreignHues(page, await page.screenshot({ fullPage: true }))
    assert.ok(other <= 0.005, `${path}: ${(other * 100).toFixed(2)} % of another hue`)
    assert.ok(brown <= 0.03, `${path}: ${(brown * 100).toFixed(2)} % brown`)
  }
  await close(page)
})

test('printing leaves out the frame and keeps the table on the paper', async () => {
  const page = await open(browser, { width: 1280 })
  await page.goto(`${server.base}/meja`)
  await page.emulateMedia({ media: 'print' })
  for (const selector of ['.r-head', '.r-who', '.r-nav', '.r-foot', '.govuk-back-link', '.govuk-button >> nth=0']) {
    assert.equal(await page.locator(selector).isVisible(), false, selector)
  }
  assert.equal(await page.locator('.r-practice').isVisible(), true, 'practice is marked on paper too')
  const head = await page.locator('table thead').last().evaluate((e) => getComputedStyle(e).display)
  assert.equal(head, 'table-header-group')
  const link = await page.locator('td a, th a').first().evaluate((e) => getComputedStyle(e, '::after').content)
  assert.equal(link, 'none', 'links print as text')
  await close(page)
})
