// An usher in a hall without a signal: the list opens, is ticked, and is sent once there is a way again.
// The way is a relay between browser and program that the test cuts.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import net from 'node:net'
import { startRambu } from './lib/server.mjs'
import { checkPage, launch } from './lib/browser.mjs'
import { officer } from './lib/people.mjs'

let server, browser, way

// relay passes connections to a port on until it is cut, and again after it is mended.
async function relay(port) {
  const open = new Set()
  let cut = false
  const front = net.createServer((from) => {
    if (cut) return from.destroy()
    const to = net.connect(port, '127.0.0.1')
    for (const [a, b] of [[from, to], [to, from]]) {
      open.add(a)
      a.on('error', () => b.destroy()).on('close', () => { open.delete(a); b.destroy() }).pipe(b)
    }
  })
  await new Promise((ready) => front.listen(0, '127.0.0.1', ready))
  const sever = () => { for (const s of open) s.destroy() }
  return {
    base: `http://127.0.0.1:${front.address().port}`,
    cut: () => { cut = true; sever() },
    mend: () => { cut = false },
    close: () => { sever(); front.close() },
  }
}

before(async () => {
  server = await startRambu(['demo', '--listen', '127.0.0.1:0'])
  way = await relay(new URL(server.base).port)
  browser = await launch()
})
after(async () => {
  await browser?.close()
  way?.close()
  await server?.stop()
})

// kept waits until the phone has the list as the server gave it last, and knows so: what is done sooner
// meets the list of before, or none. waitForFunction would not wait: a promise is true to it.
const kept = (page) => page.evaluate(async () => {
  const form = document.querySelector('form[data-daftar]')
  await navigator.serviceWorker.ready
  for (let i = 0; i < 1200; i++) {
    const state = JSON.parse(localStorage.getItem(`daftar:${form.dataset.daftar}`))
    const text = await (await caches.match(location.pathname))?.text()
    if (Number(state.copy) > Number(form.dataset.now) && text?.includes(`data-now="${state.copy}"`)) return
    await new Promise((later) => setTimeout(later, 50))
  }
  throw new Error('the phone does not keep the list')
})

// atTheList is an usher with the list of an open meeting before her and on her phone.
async function atTheList() {
  const usher = await officer(browser, way.base, 'tu.pemda', { width: 360 })
  await usher.go('/rapat')
  let list
  for (const href of await usher.hrefs('/rapat/rpt_')) {
    await usher.go(href)
    if (await usher.page.locator('form[action$="/tutup"]').count()) list = `${href}/daftar`
  }
  await usher.go(list)
  await kept(usher.page)
  return { usher, list }
}

test('ticks made without a signal arrive with their times, once', async () => {
  const { usher, list } = await atTheList()
  const { page } = usher
  const waiting = page.locator('input[name=hadir]')
  const before = await waiting.count()
  const ids = (await waiting.evaluateAll((all) => all.map((e) => e.value))).slice(0, 3)
  await waiting.nth(0).check()
  await waiting.nth(1).check()
  await usher.go(`${list}?cari=tidak-ada`)
  assert.equal(await page.locator('input[type=hidden][name=hadir]').count(), 2, 'a sieve carries along what it hides')
  await usher.reads(/Centang: 2/)
  await usher.go(list)
  assert.equal(await page.locator('input[name=hadir]:checked').count(), 2, 'and gives it back')
  await kept(page)

  way.cut()
  await page.reload()
  assert.equal(await page.locator('input[name=hadir]:checked').count(), 2, 'the list opens without a signal, with its ticks')
  await page.check(`input[value="${ids[2]}"]`)
  await usher.reads(/Centang: 3/)
  await checkPage(page, 'daftar-luring')
  await Promise.all([page.waitForEvent('load'), page.locator('form[data-daftar] button:not([value=saring])').click()])
  assert.equal(await page.locator('input[name=hadir]:checked').count(), 3, 'sent in vain, and nothing is lost')

  way.mend()
  await Promise.all([
    page.waitForEvent('load'),
    page.waitForResponse((r) => r.request().method() === 'POST' && r.ok()),
    page.evaluate(() => dispatchEvent(new Event('online'))),
  ])
  await usher.reads(/3 catatan baru/)
  await usher.go(list)
  assert.equal(await page.locator('input[name=hadir]:checked').count(), 0, 'nothing is sent twice')
  assert.equal(await page.locator('#luring').isVisible(), false)
  assert.equal(await waiting.count(), before - 3)
  await kept(page)

  await usher.tap('form[action="/keluar"] button')
  assert.deepEqual(await page.evaluate(async () => [localStorage.length, (await caches.keys()).length]), [0, 0], 'signing out leaves no list behind')
  await usher.close()
})

// Else the list from the phone passes for one that has just come, and every tick gets a time as much too
// early as the list is old.
test('a page that is left while its list is being kept spoils no time', async () => {
  const { usher, list } = await atTheList()
  const { page } = usher
  const ahead = () => page.evaluate(() => JSON.parse(localStorage.getItem(`daftar:${document.querySelector('form[data-daftar]').dataset.daftar}`)).ahead)
  await page.addInitScript(() => { // from here on the script never hears what the list says that it keeps
    const { text } = Response.prototype
    Response.prototype.text = async function () {
      await text.call(this)
      globalThis.asked = true
      return new Promise(() => {})
    }
  })
  await usher.go(list)
  await page.waitForFunction(() => globalThis.asked)
  const before = await ahead()
  await page.addInitScript(() => { const now = Date.now; Date.now = () => now() + 3_600_000 }) // an hour later
  way.cut()
  await page.reload()
  assert.equal(await ahead(), before, 'a list from the phone says nothing about the time')
  way.mend()
  await usher.close()
})

test('no other page may run a script', async () => {
  const sekda = await officer(browser, server.base, 'sekda')
  for (const path of ['/', '/tugas', '/rapat', '/lapor']) {
    const answer = await sekda.page.request.get(server.base + path)
    assert.ok(!/script-src|worker-src/.test(answer.headers()['content-security-policy']), path)
  }
  await sekda.close()
})
