// The wall between Bawaslu and the government as a browser meets it, and what a reporter's
// phone keeps.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRambu } from './lib/server.mjs'
import { launch } from './lib/browser.mjs'
import { officer, visitor } from './lib/people.mjs'

let server, browser
before(async () => {
  server = await startRambu(['demo', '--listen', '127.0.0.1:0'])
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const forms = ['syarat', 'terlapor', 'perbuatan', 'daftarkan', 'undangan', 'berita-acara', 'kajian', 'pleno', 'suara', 'tutup-pleno', 'penerusan', 'periksa-identitas', 'teruskan', 'jawaban', 'umumkan', 'hentikan', 'tolak']
const government = ['bkpsdm', 'sekda', 'plt.bupati', 'inspektur', 'camat', 'tu.pemda', 'pengelola.pemda']

// answer is the status and the text of a page, without what differs each time: ids, the
// reference number, the minute.
async function answer(who, path, form) {
  const url = server.base + path
  const request = who.page.context().request
  const r = form ? await request.post(url, { form, maxRedirects: 0 }) : await request.get(url, { maxRedirects: 0 })
  const text = (await r.text()).replace(/(pkr|lap|dsp|eks|bkt)_[0-9a-z]{26}/g, '$1_').replace(/<p class="govuk-hint">.*?<\/p>/g, '').replace(/pukul \d\d\.\d\d|at \d\d:\d\d/g, '')
  return { status: r.status(), text }
}

const madeUp = (id) => id.replace(/_.*/, '_00000000000000000000000000')

test('every page of Bawaslu answers the government like an address that does not exist', async () => {
  const handler = await officer(browser, server.base, 'penangan')
  await handler.go('/perkara?tahap=klarifikasi')
  const kase = (await handler.hrefs('/perkara/pkr_'))[0]
  await handler.go(kase)
  const exhibit = (await handler.hrefs(`${kase}/bukti/`))[0]
  const intake = await officer(browser, server.base, 'penerimaan')
  await intake.go('/laporan-masuk')
  const report = (await intake.hrefs('/laporan-masuk/lap_'))[0]
  assert.ok(kase && exhibit && report, 'the practice region has a case with an exhibit that was not forwarded')
  for (const path of [kase, exhibit, report]) {
    const who = path === report ? intake : handler
    assert.equal((await answer(who, path)).status, 200, `Bawaslu itself opens ${path}`)
  }
  for (const login of government) {
    const who = await officer(browser, server.base, login)
    for (const path of ['/laporan-masuk', '/perkara', '/laporan-masuk?keadaan=diterima', '/perkara?tahap=klarifikasi']) {
      assert.equal((await answer(who, path)).status, 404, `${login} ${path}`)
    }
    const twins = [kase, exhibit, report, ...forms.map((f) => `${kase}/${f}`)]
    for (const path of twins) {
      const real = await answer(who, path)
      const fake = await answer(who, path.replace(/pkr_[^/]+/, madeUp).replace(/lap_[^/]+/, madeUp))
      assert.equal(real.status, 404, `${login} ${path}`)
      assert.deepEqual(real, fake, `${login} ${path} differs from a made-up one`)
    }
    for (const [path, form] of [[`${report}/tanda`, { 'tanggal-d': '7', 'tanggal-m': '10', 'tanggal-y': '2024' }], [`${report}/mulai`, {}], [`${kase}/suara`, { versi: '1', pilihan: 'terbukti' }], [`${kase}/teruskan`, { versi: '1' }]]) {
      const real = await answer(who, path, form)
      const fake = await answer(who, path.replace(/(pkr|lap)_[^/]+/, madeUp), form)
      assert.equal(real.status, 404, `${login} sends ${path}`)
      assert.deepEqual(real, fake, `${login}: sending ${path} differs from a made-up one`)
    }
    await who.close()
  }
  await handler.close()
  await intake.close()
})

test('before forwarding nothing of a case stands anywhere in the government', async () => {
  const handler = await officer(browser, server.base, 'penangan')
  await handler.go('/perkara?tahap=klarifikasi')
  const [kase] = await handler.hrefs('/perkara/pkr_')
  await handler.go(kase)
  const number = (await handler.page.locator('h1').innerText()).trim()
  await handler.reads('Ningrum Puspitalestari')
  await handler.close()
  const secrets = [kase.split('/').at(-1), number, 'Ningrum Puspitalestari']
  let seen = 0
  for (const login of government) {
    const who = await officer(browser, server.base, login)
    for (const path of ['/tugas', '/surat', '/surat/keluar', '/sanksi', '/sanksi?semua=ya', '/jejak', '/tenggat']) {
      const got = await answer(who, path)
      const raw = await (await who.page.context().request.get(server.base + path)).text()
      if (got.status === 200) seen++
      for (const secret of secrets) assert.ok(!raw.includes(secret), `${login} reads ${secret} at ${path}`)
    }
    await who.close()
  }
  assert.ok(seen > 20, `only ${seen} pages could be read`)
})

test('Bawaslu sees no matter of the government, whoever asks', async () => {
  const personnel = await officer(browser, server.base, 'bkpsdm')
  await personnel.go('/sanksi')
  const [matter] = await personnel.hrefs('/sanksi/dsp_')
  await personnel.close()
  for (const login of ['ketua', 'penangan', 'auditor.bawaslu', 'pengelola.bawaslu']) {
    const who = await officer(browser, server.base, login)
    for (const path of [matter, `${matter}/keputusan`, `${matter}/bap`]) {
      const real = await answer(who, path)
      assert.equal(real.status, 404, `${login} ${path}`)
      assert.deepEqual(real, await answer(who, path.replace(/dsp_[^/]+/, madeUp)), `${login} ${path} differs from a made-up one`)
    }
    await who.close()
  }
})

const refused = 'ERR_CACHE_MISS'

// back goes back to a page that a form gave, which Chromium keeps none of: it would have to send the form
// again, and asks instead.
async function back(page) {
  await assert.rejects(page.goBack(), new RegExp(refused))
}

// there waits for the page that says where, in its heading or as Chromium's own, and tells whether a code
// stands on it. While one page gives way to the next there is no text to be had, which is no answer.
async function there(page, where, code) {
  let text = ''
  for (const until = Date.now() + 60_000; Date.now() < until; await new Promise((later) => setTimeout(later, 50))) {
    text = await page.content().catch(() => '')
    if (where === refused ? text.includes(refused) : text.includes(`>${where}</h1>`)) return text.replace(/\s|<[^>]*>/g, '').includes(code)
  }
  assert.fail(`no page with ${where} at ${page.url()}:\n${text.slice(0, 1500)}`)
}

test('the phone keeps no code: not in addresses, not by reload, not by going back', async () => {
  const who = await visitor(browser, server.base, { js: false })
  const kept = [], addresses = []
  who.page.on('response', (r) => {
    if (r.request().resourceType() !== 'document') return
    addresses.push(r.url())
    if (!/no-store/.test(r.headers()['cache-control'] ?? '') && r.status() === 200) kept.push(r.url())
  })
  await who.go('/lapor')
  await who.choose('pintu', 'informasi-awal')
  await who.send()
  await who.type('apa', 'Spanduk pasangan calon dipasang memakai mobil dinas.')
  await who.send()
  await who.send()
  await who.select('kecamatan', '18.01.06')
  for (let i = 0; i < 4; i++) await who.send()
  const groups = (await who.page.locator('.r-code').innerText()).trim().split(/\s+/)
  const code = groups.join('')
  const shows = (where) => there(who.page, where, code)
  assert.ok(await shows('Terkirim dan diterima'), 'the code is shown once')
  await who.page.reload()
  assert.ok(await shows('Terkirim dan diterima'), 'a reload before confirming shows it again')
  await who.type('empat', code.slice(-4))
  await who.send()
  assert.ok(!await shows('Selesai'), 'after confirming it is gone')
  await who.page.reload()
  assert.ok(!await shows('Selesai'), 'a reload does not bring it back')
  await back(who.page)
  assert.ok(!await shows(refused), 'going back does not show it')
  await who.page.reload()
  assert.ok(!await shows('Selesai'), 'going back and sending again does not show it')
  await who.go('/kotak-surat')
  await who.type('kode', code)
  await who.send()
  assert.deepEqual(kept, [], 'pages the browser may keep')
  assert.deepEqual(addresses.filter((u) => groups.some((g) => u.toUpperCase().includes(g))), [], 'addresses with a part of the code')
  assert.deepEqual(await who.page.context().cookies(), [], 'no cookie at all')
  const left = who.page.waitForResponse((r) => new URL(r.url()).pathname === '/tutup')
  await who.page.click('.r-exit')
  const exit = await left
  assert.deepEqual([exit.status(), exit.headers().location], [303, 'https://www.bmkg.go.id/'])
  assert.match((await exit.allHeaders())['clear-site-data'] ?? '', /"cache"/)
  await who.page.waitForURL(/bmkg\.go\.id|chrome-error/) // the weather itself is not asked for in a test
  await back(who.page)
  assert.ok(!await shows(refused), 'after leaving, going back shows no code')
  await who.close()
})

test('what the pages say of the phone\'s own Back button is so: reloading brings back what was written, once', async () => {
  const who = await visitor(browser, server.base, { js: false })
  const said = 'muat ulang dan setujui kirim ulang'
  const back = async (leave) => {
    await leave().catch(() => {}) // the browser has no page to show, since it kept none
    for (let i = 0; ; i++) { // until its own page stands there, which no event tells
      const done = await who.page.reload().catch((e) => { if (i > 50) throw e }) // it agrees to send again
      if (done) break
      await new Promise((r) => setTimeout(r, 100))
    }
    await who.reads(said)
  }
  await who.go('/lapor')
  await who.reads('bukan tombol ponsel')
  await who.choose('pintu', 'informasi-awal')
  await who.send()
  await who.type('apa', 'Spanduk pasangan calon di mobil dinas.')
  await who.send()
  await who.send()
  await back(() => who.page.goBack())
  await who.send()
  await who.select('kecamatan', '18.01.06')
  await back(() => who.page.goBack())
  await who.send()
  await who.select('kecamatan', '18.01.06')
  for (let i = 0; i < 3; i++) await who.send()
  await who.reads('Spanduk pasangan calon di mobil dinas.')
  await who.send()
  const code = (await who.page.locator('.r-code').innerText()).replace(/\s/g, '')
  await who.go('/kotak-surat')
  await who.type('kode', code)
  await who.send()
  await who.type('balasan', 'Saksi lain ada di warung.')
  await who.tap('form[action="/kotak-surat/balas"] button')
  await back(async () => {})
  await back(() => who.page.goBack())
  await back(() => who.page.goForward())
  assert.equal((await who.page.locator('main').innerText()).split('Saksi lain ada di warung.').length - 1, 1, 'the reply stands once')
  await who.close()
})
