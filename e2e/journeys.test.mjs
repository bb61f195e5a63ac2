// Journeys of the government by hand, each once with the page's scripts and once without: a
// secretary runs a coordination meeting, a village head answers an invitation by its link, and a
// camat hands a directive on. Clicks and fields have
// a limit and are checked. Seconds are printed, not checked: they are those of a machine that
// types at once, and the rest of the time belongs to people.
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

// within holds what something took against what it may take, and prints it.
function within(what, spent, taps, fields) {
  console.log(`${what}: ${spent.taps} taps, ${spent.fields} fields, ${(spent.ms / 1000).toFixed(1)} s (at most ${taps} and ${fields})`)
  assert.ok(spent.taps <= taps && spent.fields <= fields, `${what}: ${spent.taps} taps of ${taps}, ${spent.fields} fields of ${fields}`)
}

// each runs a journey with scripts and without; sign signs an officer in for it.
function each(name, journey) {
  for (const js of [true, false]) {
    test(`${name}, scripts ${js ? 'on' : 'off'}`, async () => {
      const open = []
      const sign = async (login, width = 360) => {
        const who = await officer(browser, server.base, login, { js, width })
        open.push(who)
        return who
      }
      await journey(sign, js, (what) => `${what}, scripts ${js ? 'on' : 'off'}`)
      for (const who of open) await who.close()
    })
  }
}

const path = (who) => new URL(who.page.url()).pathname
const top = async (who, text) => (await who.page.locator('main').getByText(text).first().boundingBox()).y

each('a secretary runs a rakor', async (sign, js, named) => {
  const sekda = await sign('sekda', 1280)
  const title = js ? 'Rakor logistik' : 'Rakor layanan kesehatan'
  await sekda.go('/rapat')
  within(named('invitation'), await sekda.count(async () => {
    await sekda.tap('a[href="/rapat/susun"]')
    await sekda.type('judul', title)
    await sekda.date('tanggal', '2024-10-07')
    await sekda.type('mulai', js ? '16.00' : '19.00')
    await sekda.type('selesai', js ? '17.00' : '20.00')
    await sekda.type('tempat', 'Aula Sekretariat Daerah')
    await sekda.type('acara', 'Kesiapan logistik\nLayanan kesehatan')
    await sekda.select('pimpinan', 'pemda.18.01/sekda')
    await sekda.send()
    const ticked = await sekda.page.locator('input[name="kelompok"]:checked').count()
    assert.ok(ticked >= 2, `${ticked} groups are ticked as in the last invitation`)
    await sekda.send()
    await sekda.reads('Undangan belum dikirim')
    await sekda.tap('a[href^="/surat/"][href$="/cetak"]') // the preview of the letter
    await sekda.reads(title)
    await sekda.page.goBack()
    sekda.taps++
    await sekda.tap('form[action$="/kirim"] button')
    await sekda.misses('Undangan belum dikirim')
  }), 6, 7)
  const meeting = path(sekda)

  const clerk = await sign('tu.pemda', 1280)
  const camat = await sign('camat') // signed in before the code is read, which counts half a minute
  await clerk.go(meeting)
  await clerk.tap('form[action$="/buka"] button')
  await clerk.go(`${meeting}/pintu`)
  const code = (await clerk.page.locator('.r-code').innerText()).replace(/\s/g, '')

  within(named('check-in by the camera'), await camat.count(async () => {
    camat.taps++ // on what the camera read
    await camat.go(`${meeting}/hadir?kode=${code}`)
    await camat.tap(`form[action="${meeting}/hadir"] button`)
    await camat.reads(/Tercatat pukul/)
  }), 2, 0)
  const typist = await sign('camat.natar')
  await typist.go(meeting)
  within(named('check-in by typing'), await typist.count(async () => {
    await typist.tap(`a[href="${meeting}/hadir"]`)
    await clerk.go(`${meeting}/pintu`)
    await typist.type('kode', (await clerk.page.locator('.r-code').innerText()))
    await typist.tap(`form[action="${meeting}/hadir"] button`)
    await typist.reads(/Tercatat pukul/)
  }), 2, 1)

  // Who holds no account is called missing only once somebody saw the letter handed over.
  await clerk.go(`${meeting}/serah`)
  for (const box of await clerk.page.locator('input[name="atasan"]').all()) await box.check()
  await clerk.page.locator('input[name="how"]').first().check()
  await clerk.date('on', '2024-10-07')
  await clerk.type('name', 'Petugas tata usaha perangkat daerah')
  await clerk.send()

  await sekda.go(meeting)
  within(named('close and see who is missing'), await sekda.count(async () => {
    await sekda.tap('form[action$="/tutup"] button')
  }), 1, 0)
  await sekda.reads('Belum final')
  const missing = sekda.page.locator('table', { hasText: 'Tanpa keterangan' }).first()
  assert.ok(await missing.locator('tbody tr').count() > 10, 'the names of the missing stand on the page')
  assert.ok((await missing.boundingBox()).y < await top(sekda, 'Tentang rapat ini'), 'the missing come before what the meeting is about')
  assert.ok(!(await missing.innerText()).includes('Camat Kalianda'), 'who came is not missing')

  const late = await sign('camat.sidomulyo')
  await late.go(meeting)
  await late.tap('a[href$="/alasan"]')
  await late.page.locator('[name="alasan"][value="dipanggil-tugas-lain"], select[name="alasan"]').first().waitFor()
  await reason(late)
  await late.reads('Berhalangan')

  await sekda.go(`${meeting}/notulen`)
  within(named('one decision with owner and due date'), await sekda.count(async () => {
    await sekda.tap('a[href$="/keputusan/baru"]')
    await sekda.type('keputusan', 'Puskesmas buka pada hari pemungutan suara')
    await sekda.select('pemilik', 'pemda.18.01/dinkes/kepala')
    await sekda.date('tenggat', '2024-10-21')
    await sekda.send()
  }), 2, 3)
  await sekda.reads('Puskesmas buka pada hari pemungutan suara')
})

// untick takes away what a form proposes.
async function untick(who, name) {
  const values = await who.page.locator(`input[name="${name}"]:checked`).evaluateAll((all) => all.map((o) => o.value))
  for (const value of values) await who.page.uncheck(`input[name="${name}"][value="${value}"]`)
}

async function reason(who) {
  const select = who.page.locator('select[name="alasan"]')
  if (await select.count()) await who.select('alasan', 'dipanggil-tugas-lain')
  else await who.choose('alasan', 'dipanggil-tugas-lain')
  await who.type('uraian', 'Diminta mendampingi tim provinsi.')
  await who.send()
}

each('a village head answers an invitation by its link', async (sign, js, named) => {
  const sekda = await sign('sekda', 1280)
  await sekda.go('/rapat/susun')
  await sekda.type('judul', js ? 'Rakor kepala desa' : 'Rakor desa pesisir')
  await sekda.date('tanggal', '2024-10-07')
  await sekda.type('mulai', js ? '14.00' : '15.00')
  await sekda.type('selesai', js ? '14.30' : '15.30')
  await sekda.type('tempat', 'Aula Sekretariat Daerah')
  await sekda.type('acara', 'Netralitas kepala desa')
  await sekda.select('pimpinan', 'pemda.18.01/sekda')
  await sekda.send()
  await untick(sekda, 'kelompok')
  await sekda.choose('kelompok', 'kepala-desa')
  await sekda.send()
  await sekda.reads('Tautan dapat dibagikan setelah surat undangan dikirim')
  await sekda.tap('form[action$="/kirim"] button')
  const shared = await sekda.page.locator('#teks-tautan').inputValue()
  assert.match(shared, /\nSenin, 7 Oktober 2024 pukul 1[45]\.00 WIB\n/)
  const link = new URL(shared.trim().split('\n').at(-1)).pathname

  const camat = await sign('camat', 1280)
  await camat.go('/arahan/kode')
  const villages = await camat.page.locator('input[name="desa"]').evaluateAll((all) => all.map((o) => o.value))
  const chosen = villages.filter((v) => !v.includes('/lurah/')).at(js ? -1 : -2)
  await untick(camat, 'desa')
  await camat.choose('desa', chosen)
  await camat.send()
  const code = (await camat.page.locator('.r-code').innerText()).replace(/\s/g, '')

  const head = await visitor(browser, server.base, { js })
  within(named('read and answer by the link'), await head.count(async () => {
    head.taps++ // on the link in the message
    await head.go(link)
    await head.reads('Netralitas kepala desa')
    await head.misses('Belum menjawab')
    await head.type('kartu', code)
    await head.choose('jawab', 'hadir')
    await head.send()
    await head.reads('menyatakan akan hadir')
  }), 3, 1)
  await head.go(link)
  await head.type('kartu', code)
  await head.choose('jawab', 'berhalangan')
  await head.send()
  await reason(head)
  await head.reads('sudah diterima dan disegel')
  await head.close()

  await sekda.tap('form[action$="/buka"] button')
  const meeting = path(sekda)
  const clerk = await sign('tu.pemda')
  await clerk.go(`${meeting}/daftar`)
  assert.ok(await clerk.page.locator('nav ul.r-jump a').count() >= 17, 'a place to jump to for each district')
  const one = (await clerk.page.locator('input[name="hadir"]').nth(3).getAttribute('value'))
  within(named('find and tick one of 256'), await clerk.count(async () => {
    await clerk.choose('hadir', one)
    await clerk.type('cari', 'Merak')
    await clerk.tap('button[value="saring"]')
    await clerk.reads('Belum dicatat: 1 centang')
    const found = await clerk.page.locator('input[type="checkbox"][name="hadir"]').first().getAttribute('value')
    await clerk.choose('hadir', found)
    await clerk.tap('form[action$="/daftar"] button.govuk-button:not(.govuk-button--secondary)')
    await clerk.reads('2 catatan baru')
  }), 4, 1)
})

each('a camat hands a directive on', async (sign, js, named) => {
  const sekda = await sign('sekda', 1280)
  const title = js ? 'Layanan kesehatan tetap buka' : 'Air bersih selama kemarau'
  await sekda.go('/arahan/tulis')
  await sekda.type('judul', title)
  await sekda.type('butir-1', 'Layanan berjalan seperti biasa selama masa kampanye.')
  for (const whom of ['jabatan-camat', 'golongan-kepala-desa']) await sekda.choose('untuk', whom)
  await sekda.date('batas', '2024-10-09')
  await sekda.tap('button[value="simpan"]')
  await sekda.tap('form[action$="/kirim"] button')
  await sekda.reads('0 dari 273 jabatan sudah tercatat')

  const camat = await sign('camat')
  await camat.go('/arahan')
  within(named('read, acknowledge, pass on'), await camat.count(async () => {
    await camat.tap(`main a:has-text("${title}")`)
    assert.ok(await top(camat, 'Baca paling lambat Rabu, 9 Oktober 2024') < await top(camat, 'Layanan berjalan seperti biasa'), 'by when stands above what')
    await camat.tap('form[action$="/baca"] button')
    await camat.tap('a[href$="/teruskan"]')
    assert.equal(await camat.page.locator('input[name="kepada"]:not(:checked)').count(), 0, 'all villages are ticked')
    assert.ok(await camat.page.locator('input[name="kepada"]:checked').count() >= 29, 'the 29 villages and wards among them')
    await camat.send()
    await camat.reads('Sudah diteruskan')
  }), 4, 0)
  within(named('told by word of mouth'), await camat.count(async () => {
    await camat.tap('a[href$="/langsung"]')
    const villages = await camat.page.locator('select[name="desa"] option').evaluateAll((all) => all.map((o) => o.value).filter(Boolean))
    await camat.select('desa', villages[0])
    await camat.type('nama', 'Sukma Kadeslatihan')
    await camat.type('pukul', '08.40')
    await camat.send()
  }), 2, 3)
  await camat.page.locator('details summary').first().click()
  await camat.reads('Sukma Kadeslatihan')
  await camat.reads('08.40')
})
