// Every screen that is built, in the language asked for, on a phone and on a desk: accessible, without
// sideways scroll, asking nobody else for anything, with every word in the catalogue. Pages are
// shown empty, filled and with faults where they can be so.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startRambu } from './server.mjs'
import { checkPage, launch, lookedAt, smallTargets } from './browser.mjs'
import { day, officer, password, visitor } from './people.mjs'
import { routeOf, routes, steps } from './routes.mjs'

// The language is named where this is imported: two files, so that two processors can work.
const languages = new URL(import.meta.url).searchParams.getAll('lang')
assert.ok(languages.length, 'no language is named')

let server, browser
const people = {}
const ids = {}

before(async () => {
  server = await startRambu(['demo', '--listen', '127.0.0.1:0'])
  browser = await launch()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

async function by(login) {
  people[login] ??= await officer(browser, server.base, login)
  return people[login]
}

// speak makes an open browser read this language from now on.
async function speak(who, lang) {
  if (who.lang !== lang) await who.go(`/akun?bahasa=${lang}`)
  who.lang = lang
}

// having finds the addresses whose page contains a text. Nothing is drawn for it: that would take
// longer than looking at the pages that matter.
async function having(who, hrefs, text) {
  const pages = await Promise.all(hrefs.map(async (href) => (await who.page.context().request.get(server.base + href)).text()))
  return hrefs.filter((_, i) => text.test(pages[i]))
}

// each checks some addresses as one officer in both languages. A screen is [name, path, status].
function each(login, list) {
  for (const lang of languages) {
    test(`${login} in ${lang}`, async () => {
      const who = await by(login)
      await speak(who, lang)
      for (const [name, path, status] of list()) {
        await who.go(path, status ?? 200)
        await checkPage(who.page, name)
      }
    })
  }
}

// unseen are the steps of an address in routes.txt but those looked at elsewhere: [name, path].
const unseen = (prefix, base, elsewhere) => steps(prefix).filter((step) => !elsewhere.includes(step)).map((step) => [`langkah-${step}`, `${base}/${step}`])

// faulty sends a form as it stands and checks the page with its faults.
async function faulty(who, name, path, status = 422) {
  await who.go(path)
  await who.send(status)
  assert.match(await who.page.title(), /^(Galat|Error)/)
  await checkPage(who.page, `${name}-galat`)
}

test('cases, reports, matters and letters of the practice region', async () => {
  const intake = await by('penerimaan')
  await intake.go('/perkara?tahap=kajian_awal')
  ids.begun = (await intake.hrefs('/perkara/pkr_'))[0]
  await intake.go('/laporan-masuk')
  ids.reports = await intake.hrefs('/laporan-masuk/lap_')
  await intake.go('/pers')
  ids.article = (await intake.hrefs('/pers/klp_'))[0]
  const handler = await by('penangan')
  await handler.go('/perkara?tahap=klarifikasi')
  ids.hearing = (await handler.hrefs('/perkara/pkr_'))[0]
  await handler.go(ids.hearing)
  ids.copy = (await handler.hrefs(`${ids.hearing}/bukti/`)).find((h) => h.endsWith('/salinan'))
  await handler.go('/perkara?tahap=status_diumumkan')
  ids.told = (await handler.hrefs('/perkara/pkr_'))[0]
  await handler.go('/surat/keluar')
  ids.sent = (await handler.hrefs('/surat/srt_'))[0]
  const personnel = await by('bkpsdm')
  await personnel.go('/sanksi')
  const matters = await personnel.hrefs('/sanksi/dsp_')
  ids.late = matters[0]
  ids.summoned = matters[1]
  const clerk = await by('tu.pemda')
  await clerk.go('/surat')
  ids.mail = (await clerk.hrefs('/surat/tmb_')).at(-1) // the first that came: a study forwarded to the personnel office
  const admin = await by('pengelola.pemda')
  await admin.go('/pengguna')
  ids.user = (await admin.hrefs('/pengguna/')).find((h) => !h.endsWith('/undang'))
  await admin.go('/jabatan')
  ids.post = (await admin.hrefs('/jabatan/')).find((h) => !h.endsWith('/baru'))
  await admin.go('/orang')
  ids.person = (await admin.hrefs('/orang/')).find((h) => !h.endsWith('/baru'))
  const secretary = await by('sekda')
  await secretary.go('/rapat')
  ids.rakor = (await secretary.hrefs('/rapat/rpt_'))[0] // the next one, whose door is open
  ids.held = (await having(secretary, await secretary.hrefs('/rapat/rpt_'), /<h1[^<]*Rakor netralitas ASN/)).at(-1)
  await secretary.go('/pers')
  ids.recorded = (await secretary.hrefs('/pers/klp_'))[0]
  const head = await by('camat')
  await head.go(ids.rakor)
  ids.invited = (await head.hrefs(`${ids.rakor}/peserta/`))[0].replace(/\/[a-z]+$/, '')
  await secretary.go(ids.held)
  ids.guest = (await secretary.hrefs(`${ids.held}/peserta/`))[0].replace(/\/[a-z]+$/, '')
  const inspector = await by('inspektur')
  await inspector.go('/rapat')
  const reviews = (await having(inspector, await inspector.hrefs('/rapat/rpt_'), /href="[^"]*\/tinjauan"/)).map((href) => `${href}/tinjauan`)
  ids.unasked = (await having(inspector, reviews, /<form[^>]*action="[^"]*\/tanya"/)).at(-1)
  ids.reviewed = reviews.filter((href) => href !== ids.unasked).at(-1)
  await secretary.go('/rapat/tindak-lanjut')
  ids.finish = (await secretary.hrefs('/rapat/rpt_')).find((h) => h.includes('/selesai/'))
  for (const [name, id] of Object.entries(ids)) assert.ok(id?.length > 0, `no ${name} in the practice region`)
})

for (const lang of languages) {
  test(`the public door in ${lang}: from the front page to the inbox`, async () => {
    const who = await visitor(browser, server.base)
    const see = async (name) => {
      await checkPage(who.page, name)
      assert.deepEqual(await smallTargets(who.page, 44), [], `${name}: targets too small for a thumb`)
    }
    await who.go(`/?bahasa=${lang}`)
    await see('01-beranda')
    await who.tap('a[href="/lapor"]')
    await see('02-sebelum')
    await who.tap('main a[href="/petunjuk"]')
    await see('02-petunjuk')
    await who.tap('a.govuk-back-link')
    await who.send(422)
    await see('02-sebelum-galat')
    await who.choose('pintu', 'laporan-resmi')
    await who.send()
    await see('03-1-apa')
    await who.send(422)
    await see('03-1-apa-galat')
    await who.type('apa', 'Spanduk pasangan calon dipasang memakai mobil dinas di depan kantor kecamatan pada pagi hari.')
    await who.send()
    await who.type('kapan-d', '31')
    await who.type('kapan-m', '2')
    await who.type('kapan-y', '2024')
    await who.send(422)
    await see('03-2-kapan-galat')
    await who.date('kapan', day(-2))
    await who.date('diketahui', day(-2))
    await who.send()
    await see('03-3-di-mana')
    await who.select('kecamatan', '18.01.06')
    await who.type('tempat', 'Dekat pasar')
    await who.send()
    await see('03-4-siapa')
    await who.type('terlapor', 'Tidak tahu')
    await who.type('jabatan', 'Tidak tahu')
    await who.type('alamat_terlapor', 'Tidak tahu')
    await who.send()
    await see('03-5-bukti')
    await who.attach('berkas', { name: 'sebuah-foto-dengan-nama-yang-panjang-sekali-dari-ponsel-20241005_101112.png', mimeType: 'image/png', buffer: await who.page.screenshot() })
    await who.tap('button[value="tetap"]')
    await see('03-5-bukti-terkirim')
    await who.send()
    await see('03-6-identitas')
    for (const name of ['nama', 'lahir', 'pekerjaan', 'alamat']) await who.type(name, 'Contoh Latihan')
    await who.type('kewarganegaraan', 'Indonesia')
    await who.type('telepon', '081200000000')
    await who.choose('kelamin', 'L')
    await who.send()
    await see('04-periksa')
    await who.send()
    await see('05-kode')
    await who.page.locator('main details > summary').click()
    await see('05-kode-bukti')
    const code = (await who.page.locator('.r-code').innerText()).replace(/\s/g, '')
    await who.type('empat', '0000')
    await who.send(422)
    await see('05-kode-galat')
    await who.type('empat', code.slice(-4))
    await who.send()
    await see('05-tercatat')
    await who.go('/kotak-surat')
    await see('06-pintu-kotak')
    await who.type('kode', 'AAAA BBBB CCCC DDDD')
    await who.send(422)
    await see('06-pintu-kotak-galat')
    await who.type('kode', code)
    await who.send()
    await see('06-kotak')
    await who.type('balasan', 'Apakah ada yang perlu saya tambahkan?')
    await who.tap('form[action="/kotak-surat/balas"] button')
    await see('06-kotak-berpesan')
    await who.close()
  })

  test(`public pages in ${lang}: may I, checks, sign-in, errors`, async () => {
    const who = await visitor(browser, server.base)
    await who.go(`/boleh?bahasa=${lang}`)
    for (const [name, path, status] of [
      ['07-boleh', '/boleh'], ['07-boleh-tidak', '/boleh?siapa=pns&perbuatan=attend-with-support'], ['07-boleh-galat', '/boleh?siapa=&perbuatan=', 422],
      ['07-boleh-boleh', '/boleh?siapa=pns&perbuatan=listen-at-campaign&tanggal=2024-10-07'], ['07-boleh-tanya', '/boleh?siapa=pppk&perbuatan=mobilise-staff&tanggal=2024-08-30'],
      ['07-boleh-cetak', '/boleh?siapa=kepala-desa&perbuatan=benefiting-decision&tanggal=2024-10-07&cetak=1'],
      ['08-hukum', '/hukum'], ['08-hukum-cari', '/hukum?cari=pemakaian+fasilitas+negra'], ['08-hukum-terdekat', '/hukum?cari=pasal+999+netralitas'], ['08-hukum-kosong', '/hukum?cari=xyzzy'],
      ['08-peraturan', '/hukum/pp-94-2021'], ['08-peraturan-dicabut', '/hukum/uu-5-2014'], ['08-peraturan-galat', '/hukum/uu-5-2014?tanggal-d=31&tanggal-m=2&tanggal-y=2024', 422],
      ['08-peraturan-cetak', '/hukum/pp-94-2021?cetak=1'], ['08-pasal', '/hukum/uu-1-2015/pasal-188?tanggal=2024-11-14'], ['08-pasal-terdekat', '/hukum/pp-94-2021/pasal-5-huruf-n-angka-99', 404],
      ['08-terbuka', '/hukum/terbuka'], ['08-perubahan', '/hukum/perubahan'], ['08-akibat', '/hukum/akibat'],
      ['kuis', '/kuis'], ['kuis-galat', '/kuis?jawab=1&j1=boleh', 422], ['kuis-cetak', '/kuis/cetak'], ['kuis-kunci', '/kuis/cetak?kunci=1'], ['kuis-terima-kasih', '/kuis/terima-kasih'],
      ['10-masuk', '/masuk'], ['periksa-bukti', '/periksa-bukti'], ['periksa-surat', '/periksa-surat'],
      ['periksa-surat-asing', '/periksa-surat?id=srt_00000000000000000000000000&kode=abcd'], ['latihan', '/latihan'], ['404', '/tidak-ada', 404],
    ]) {
      await who.go(path, status ?? 200)
      await checkPage(who.page, name)
    }
    await who.go('/kuis')
    for (let i = 1; i <= 10; i++) await who.choose(`j${i}`, 'tidak-boleh')
    await who.tap('main form button:not(.govuk-button--secondary)')
    await checkPage(who.page, 'kuis-hasil')
    await who.tap('a[href^="/kuis/unit"]')
    await checkPage(who.page, 'kuis-unit')
    await who.send(422)
    await checkPage(who.page, 'kuis-unit-galat')
    await who.select('unit', await who.page.locator('[name=unit] option').nth(1).getAttribute('value'))
    await who.send()
    assert.match(who.page.url(), /terima-kasih$/)
    await who.go('/masuk')
    await who.type('nama', 'bukan.siapa-siapa')
    await who.type('sandi', 'salah salah salah')
    await who.send(401)
    await checkPage(who.page, '10-masuk-galat')
    await who.type('nama', 'anggota1')
    await who.type('sandi', password)
    await who.send()
    assert.equal(new URL(who.page.url()).pathname, '/tugas')
    await who.go('/latihan')
    await who.send(422)
    await checkPage(who.page, 'latihan-galat')
    await who.close()
  })
}

each('penerimaan', () => [
  ['11-tugas-penerimaan', '/tugas'], ['laporan-masuk', '/laporan-masuk'], ['laporan-masuk-kosong', '/laporan-masuk?keadaan=tidak_dapat_diterima'],
  ['laporan-halaman', ids.reports.at(-1)], ['12-perkara', '/perkara'], ['13-daftarkan', `${ids.begun}/daftarkan`], ['13-tautkan', `${ids.begun}/tautkan`], ['14-waktu', `${ids.begun}/waktu`], ['14-perkara-baru', ids.begun],
  ['15-syarat', `${ids.begun}/syarat`], ['15-terlapor', `${ids.begun}/terlapor`], ['15-perbuatan', `${ids.begun}/perbuatan`],
  ['pers', '/pers'], ['pers-kosong', '/pers?keadaan=diabaikan'], ['pers-berita', ids.article],
])

each('penangan', () => [
  ['11-tugas', '/tugas'], ['12-perkara-kosong', '/perkara?tahap=pleno'], ['14-perkara', ids.hearing], ['14-perkara-selesai', ids.told],
  ['15-kajian', `${ids.hearing}/kajian`], ['15-kajian-terisi', `${ids.told}/kajian`], ['16-undangan', `${ids.hearing}/undangan`],
  ['16-berita-acara', `${ids.hearing}/berita-acara`], ['14-salinan-foto', ids.copy], ['17-penerusan', `${ids.told}/penerusan`], ['17-jawaban-kosong', `${ids.told}/jawaban`],
  ['tenggat', '/tenggat'], ['libur', '/libur'], ['surat-keluar', '/surat/keluar'], ['surat-terkirim', ids.sent], ['36-cetak', `${ids.sent}/cetak`],
])

// Every other form of a case, at the stage where most of them are open.
each('penangan', () => unseen('/perkara/{id}/', ids.hearing, [
  'syarat', 'terlapor', 'perbuatan', 'daftarkan', 'kajian', 'undangan', 'berita-acara', 'penerusan', 'jawaban', 'suara', 'tutup-pleno', 'periksa-identitas', 'teruskan',
]))

each('ketua', () => [
  ['11-tugas-ketua', '/tugas'], ['17-suara', `${ids.told}/suara`], ['17-tutup-pleno', `${ids.told}/tutup-pleno`],
  ['17-periksa-identitas', `${ids.told}/periksa-identitas`], ['17-teruskan', `${ids.told}/teruskan`],
])

each('bkpsdm', () => [
  ['11-tugas-bkpsdm', '/tugas'], ['18-sanksi', '/sanksi'], ['18-berkas', ids.late], ['18-berkas-dipanggil', ids.summoned],
  ['19-keputusan', `${ids.late}/keputusan`], ['19-bap', `${ids.summoned}/bap`], ['19-tim', `${ids.late}/tim`], ['19-jawaban', `${ids.late}/jawaban`],
  ['36-cetak-masuk', `${ids.mail}/cetak`], ['19-rekomendasi', '/rekomendasi-bkn/baru'], ['19-dugaan', '/sanksi/baru'], ['kuis-kesenjangan', '/kuis/kesenjangan'], ['kuis-apel', '/kuis/apel'],
])

test("a village head's matter", async () => {
  const personnel = await by('bkpsdm')
  await personnel.go('/sanksi/baru')
  await personnel.type('nama', 'Contoh Latihan')
  await personnel.type('jabatan', 'Kepala Desa Contoh')
  await personnel.select('golongan', 'kepala-desa')
  await personnel.select('perbuatan', 'DS-29J')
  await personnel.date('tanggal-perbuatan', day(-5))
  await personnel.date('diketahui', day(-1))
  await personnel.type('sumber', 'Laporan camat')
  await personnel.type('uraian', 'Membagikan bantuan desa atas nama pasangan calon.')
  await personnel.send()
  ids.village = new URL(personnel.page.url()).pathname
})

// Every other step of a matter. The domain decides when each may be taken; its form can be read before.
each('bkpsdm', () => [
  ...unseen('/sanksi/{id}/', ids.late, ['keputusan', 'bap', 'tim', 'jawaban', 'bkn', 'langkah-desa']),
  ['18-berkas-desa', ids.village], ['langkah-langkah-desa', `${ids.village}/langkah-desa`],
  ['18-berkas-bkn', ids.summoned], ['langkah-bkn', `${ids.summoned}/bkn`], ['18-waktu', `${ids.late}/waktu`], ['19-rekomendasi-berkas', `/rekomendasi-bkn/baru?berkas=${ids.late.split('/').at(-1)}`],
])

each('tu.pemda', () => [
  ['11-tugas-tu', '/tugas'], ['surat', '/surat'], ['surat-kosong', '/surat?keadaan=ditutup'], ['surat-masuk', ids.mail],
  ['surat-tulis', '/surat/tulis'], ['surat-catat', '/surat/catat'], ['surat-pengaturan', '/surat/pengaturan'], ['akun', '/akun'], ['akun-surel', '/akun/surel'], ['akun-sandi', '/akun/kata-sandi'], ['akun-kode', '/akun/kode'],
])

each('sekda', () => [
  ['20-rapat', '/rapat'], ['21-susun', '/rapat/susun'], ['21-aturan', '/rapat/pengaturan'], ['24-rapat-dibuka', ids.rakor], ['24-kehadiran', ids.held],
  ['21-undang', `${ids.rakor}/undang`], ['21-batal', `${ids.rakor}/batal`], ['21-serah', `${ids.rakor}/serah`], ['24-peserta', `${ids.guest}/catatan`], ['24-nilai', `${ids.guest}/nilai`], ['23-mandat', `${ids.guest}/mandat`], ['24-matriks', '/rapat/matriks'], ['20-kalender', '/kalender'], ['25-notulen-baru', `${ids.rakor}/notulen`], ['25-notulen', `${ids.held}/notulen`],
  ['25-keputusan', `${ids.rakor}/keputusan/baru`], ['26-tindak-lanjut', '/rapat/tindak-lanjut'], ['26-selesai', ids.finish],
  ['pers-peristiwa', ids.recorded],
])

// The door screen asks for itself again when its code changes; while it is looked at it is kept still.
for (const lang of languages) {
  test(`the door in ${lang}: the screen that renews itself, and the list`, async () => {
    const clerk = await by('tu.pemda')
    await speak(clerk, lang)
    let seconds = 0
    await clerk.page.route('**/pintu', async (route) => {
      const response = await route.fetch()
      const { refresh, ...headers } = response.headers()
      seconds = Number(refresh)
      await route.fulfill({ response, headers })
    })
    await clerk.go(`${ids.rakor}/pintu`)
    assert.ok(seconds > 0 && seconds <= 31, `the screen renews itself in ${seconds} s`)
    await checkPage(clerk.page, '22-pintu')
    await clerk.page.unroute('**/pintu')
    await clerk.go(`${ids.rakor}/daftar`)
    await checkPage(clerk.page, '22-daftar')
    await clerk.go(`${ids.rakor}/daftar?kelompok=camat&cari=a&tampil=belum`)
    await checkPage(clerk.page, '22-daftar-saring')
    await clerk.go(`${ids.rakor}/daftar`)
    const line = await clerk.page.locator('input[name=hadir]').first().getAttribute('value')
    await clerk.go(`${ids.rakor}/peserta/${line}/centang`)
    await checkPage(clerk.page, '22-baris-dipindai')
    await clerk.go(`${ids.held}/tanggapan/surat`)
    await checkPage(clerk.page, 'tanggapan-surat')
  })
}

each('camat', () => [
  ['20-rapat-camat', '/rapat'], ['23-undangan', ids.rakor], ['23-hadir', `${ids.rakor}/hadir`], ['23-hadir-dipindai', `${ids.rakor}/hadir?kode=abc`],
  ['23-datang', `${ids.invited}/datang`], ['23-wakil', `${ids.invited}/wakil`], ['tanggapan', `${ids.rakor}/tanggapan`], ['23-alasan', `${ids.invited}/alasan`], ['23-alasan-sendiri', `${ids.rakor}/hadir/alasan`], ['26-tindak-lanjut-kosong', '/rapat/tindak-lanjut'],
])

// The link of an invitation is for whoever has it: read, answered wrongly, cut off.
for (const lang of languages) {
  test(`an invitation by its link in ${lang}`, async () => {
    const secretary = await by('sekda')
    await secretary.go(ids.rakor)
    const text = await secretary.page.locator('#teks-tautan').inputValue()
    const link = new URL(text.trim().split('\n').at(-1)).pathname
    const village = await visitor(browser, server.base)
    await village.go(`${link}?bahasa=${lang}`)
    await checkPage(village.page, '23-tautan')
    assert.deepEqual(await smallTargets(village.page, 44), [], '23-tautan: targets too small for a thumb')
    await village.type('kartu', '0000 0000 0000')
    await village.choose('jawab', 'berhalangan')
    await village.send(422)
    await checkPage(village.page, '23-tautan-galat')
    await village.go(link.slice(0, -2), 404)
    await checkPage(village.page, '23-tautan-terpotong')
    await village.close()
  })
}

each('inspektur', () => [['tinjauan-tanya', ids.unasked], ['tinjauan', ids.reviewed]])

each('pengelola.pemda', () => [
  ['38-surel', '/surel'], ['38-sebutan', '/sebutan'],
  ['38-pengguna', '/pengguna'], ['38-pengguna-satu', ids.user], ['38-undang', '/pengguna/undang'], ['38-jabatan', '/jabatan'], ['38-jabatan-satu', ids.post], ['38-jabatan-ubah', ids.post.replace('/jabatan/', '/jabatan/ubah/')], ['38-jabatan-baru', '/jabatan/baru'],
  ['38-orang', '/orang'], ['38-orang-baru', '/orang/baru'], ['38-orang-satu', ids.person],
  ['39-jejak', '/jejak'], ['38-kunci-baru', '/kunci-baru'],
])

each('pengelola.bawaslu', () => [['38-perkara-pengaturan', '/perkara-pengaturan']])

for (const lang of languages) {
  test(`an account in ${lang}: invited, set up by its link`, async () => {
    const admin = await by('pengelola.pemda')
    await speak(admin, lang)
    await admin.go('/orang')
    const somebody = await admin.page.locator(`main a[href^="/orang/"]:not([href$="/baru"])`).nth(lang === 'id' ? 1 : 2).innerText()
    await admin.go(`/pengguna/undang?cari=${encodeURIComponent(somebody)}`)
    await checkPage(admin.page, '38-undang-dicari')
    await admin.page.locator('input[name="person"]').first().check()
    await admin.send(422)
    await checkPage(admin.page, '38-undang-galat')
    await admin.type('login', `latihan.${lang}`)
    await admin.send()
    await checkPage(admin.page, '38-tautan')
    const link = new URL(await admin.page.inputValue('#tautan'), server.base).pathname
    const fresh = await visitor(browser, server.base)
    await fresh.go(`${link}?bahasa=${lang}`)
    await checkPage(fresh.page, '10-mulai')
    await fresh.send(422)
    await checkPage(fresh.page, '10-mulai-galat')
    await fresh.close()
  })

  test(`the door in ${lang} for somebody without an account`, async () => {
    const who = await visitor(browser, server.base)
    await who.go(`${ids.rakor}/hadir?bahasa=${lang}`)
    await checkPage(who.page, '23-kartu')
    await who.send(422)
    await checkPage(who.page, '23-kartu-galat')
    await who.go(`${ids.rakor}/hadir?kode=abc`)
    await checkPage(who.page, '23-kartu-dipindai')
    await who.close()
  })

  test(`letters in ${lang}: signed on paper, handed over, cancelled`, async () => {
    const clerk = await by('tu.pemda')
    await speak(clerk, lang)
    await clerk.go('/surat/tulis?untuk=kpu.18.01/ketua')
    await clerk.type('subject', 'Undangan rapat koordinasi')
    await clerk.type('text', 'Mohon hadir.')
    await clerk.send()
    const draft = new URL(clerk.page.url()).pathname
    await faulty(clerk, 'surat-tanda-tangan-luar', `${draft}/tanda-tangan-luar`)
    await clerk.go(`${draft}/batal`)
    await clerk.tap('main form button.govuk-button--warning', 422)
    await checkPage(clerk.page, 'surat-batal-galat')
    await clerk.go(`${draft}/tanda-tangan`)
    await clerk.send()
    await clerk.tap('form[action$="/kirim"] button')
    await checkPage(clerk.page, 'surat-untuk-luar')
    await clerk.tap('a[href*="/serah/"]')
    await checkPage(clerk.page, 'surat-serah')
    await clerk.send(422)
    await checkPage(clerk.page, 'surat-serah-galat')
  })
}

each('auditor.bawaslu', () => [['39-jejak-bawaslu', '/jejak'], ['11-tugas-kosong', '/tugas']])

for (const lang of languages) {
  test(`a reporter's identity in ${lang}: asked, approved by another, seen once, refused`, async () => {
    const keeper = await by('ketua')
    const second = await by('penerimaan')
    await speak(keeper, lang)
    await speak(second, lang)
    await keeper.go('/laporan-masuk?keadaan=diterima')
    const [report] = await keeper.hrefs('/laporan-masuk/lap_')
    await keeper.go(report)
    await keeper.tap('a[href$="/identitas"]')
    const ask = async () => {
      await keeper.go(`${report}/identitas`)
      await keeper.type('alasan', 'Pelapor perlu dipanggil untuk klarifikasi pada 10 Oktober; tidak menjawab di kotak surat.')
      await keeper.send()
      return new URL(keeper.page.url()).pathname
    }
    const opening = await ask()
    await checkPage(keeper.page, 'identitas-menunggu')
    await second.go('/tugas')
    await second.tap(`a[href="${opening}"]`)
    await checkPage(second.page, 'identitas-orang-kedua')
    await second.tap('button[value="tolak"]', 422)
    await checkPage(second.page, 'identitas-orang-kedua-galat')
    await second.tap('button[value="setuju"]')
    await keeper.go(opening)
    await checkPage(keeper.page, 'identitas-siap')
    await keeper.tap('form[action$="/buka"] button')
    await keeper.reads('Pelapor Latihan')
    await checkPage(keeper.page, 'identitas-terbuka')
    await keeper.go(opening)
    await checkPage(keeper.page, 'identitas-terpakai')
    const refused = await ask()
    await second.go(refused)
    await second.type('alasan', 'Cukup lewat kotak surat.')
    await second.tap('button[value="tolak"]')
    await keeper.go(refused)
    await checkPage(keeper.page, 'identitas-ditolak')
    await keeper.go('/identitas')
    await checkPage(keeper.page, 'identitas')
    await faulty(keeper, 'identitas-minta', `${report}/identitas`)
  })
}

for (const lang of languages) {
  test(`forms with faults in ${lang}`, async () => {
    const handler = await by('penangan')
    await speak(handler, lang)
    await faulty(handler, '16-undangan', `${ids.hearing}/undangan`)
    await faulty(handler, '16-berita-acara', `${ids.hearing}/berita-acara`)
    await handler.go(`${ids.hearing}/kajian`)
    await handler.tap('button[name="langkah"][value="selesai"]', 422)
    await checkPage(handler.page, '15-kajian-galat')
    const intake = await by('penerimaan')
    await speak(intake, lang)
    await faulty(intake, 'pers-tambah', '/pers/tambah')
    await faulty(intake, '13-daftarkan', `${ids.begun}/daftarkan`, 409) // the checklist is not done
    await intake.go(`${ids.begun}/syarat`)
    await intake.tap('button[value="semua"]')
    await checkPage(intake.page, '15-syarat-terisi')
    const personnel = await by('bkpsdm')
    await speak(personnel, lang)
    await faulty(personnel, '19-keputusan', `${ids.late}/keputusan`)
    await personnel.page.locator('input[name="hukuman"]').last().check()
    await personnel.type('nomor', 'LATIHAN/SK/12/2024')
    await personnel.date('tanggal', day(0))
    await personnel.choose('penanda-tangan', 'pemda.18.01/bupati')
    await personnel.type('alasan', 'Dampaknya pada negara.')
    await personnel.send()
    await checkPage(personnel.page, '19-keputusan-periksa')
    await faulty(personnel, '19-rekomendasi', '/rekomendasi-bkn/baru')
    const admin = await by('pengelola.pemda')
    await speak(admin, lang)
    await faulty(admin, '38-orang-baru', '/orang/baru')
    await faulty(admin, '38-jabatan-baru', '/jabatan/baru')
    const clerk = await by('tu.pemda')
    await speak(clerk, lang)
    await faulty(clerk, 'surat-tulis', '/surat/tulis')
    await faulty(clerk, 'surat-catat', '/surat/catat')
    await clerk.go('/surat/tulis')
    await clerk.type('cari', 'bupati')
    await clerk.tap('button[value="cari"]')
    await checkPage(clerk.page, 'surat-tulis-dicari')
    await clerk.page.locator('input[name="to"]').first().check()
    await clerk.type('subject', 'Undangan rapat koordinasi')
    await clerk.type('text', 'Mohon hadir.')
    await clerk.send()
    await checkPage(clerk.page, 'surat-konsep')
    const change = `${new URL(clerk.page.url()).pathname}/ubah`
    await clerk.go(change)
    await checkPage(clerk.page, 'surat-ubah')
    const other = await officer(browser, server.base, 'tu.pemda')
    await other.go(change)
    await other.type('text', 'Mohon hadir tepat waktu.')
    await other.send()
    await other.close()
    await clerk.type('text', 'Mohon hadir bersama staf.')
    await clerk.send(409)
    assert.equal(await clerk.page.inputValue('[name="text"]'), 'Mohon hadir bersama staf.')
    await checkPage(clerk.page, 'surat-ubah-409')
    await clerk.go('/surat/pengaturan')
    await clerk.type('names', 'PEMERINTAH KABUPATEN LATIHAN\nSEKRETARIAT DAERAH')
    await clerk.type('address', 'Jalan Latihan 1, Kalianda\nTelepon 0727 000000')
    await clerk.type('place', 'Kalianda')
    await clerk.tap('button[value="lihat"]')
    await checkPage(clerk.page, 'surat-pengaturan-contoh')
    await clerk.type('pattern', 'tanpa nomor')
    await clerk.send(422)
    await checkPage(clerk.page, 'surat-pengaturan-galat')
    const secretary = await by('sekda')
    await speak(secretary, lang)
    await faulty(secretary, '21-susun', '/rapat/susun')
    const head = await by('camat')
    await speak(head, lang)
    await faulty(head, '23-hadir', `${ids.rakor}/hadir`)
    await faulty(head, '23-wakil', `${ids.invited}/wakil`)
    await faulty(personnel, '24-koreksi', `${ids.guest}/koreksi`)
  })

  test(`two officers at one case in ${lang}: the later one is told and keeps what he typed`, async () => {
    const one = await by('penerimaan')
    await speak(one, lang)
    await one.go(`${ids.begun}/syarat`)
    const other = await officer(browser, server.base, 'penerimaan')
    await other.go(`${ids.begun}/syarat`)
    await other.page.locator('input[value="ya"]').first().check()
    await other.send()
    await other.close()
    await one.page.locator('input[name^="catatan-"]').first().fill('Masih saya periksa')
    await one.page.locator('input[value="tidak"]').first().check()
    await one.send(409)
    assert.equal(await one.page.locator('input[name^="catatan-"]').first().inputValue(), 'Masih saya periksa')
    await checkPage(one.page, '409')
  })
}

test('a letter that cites wrong law is shown so before it is written and before it is signed', async () => {
  const chair = await by('ketua')
  for (const lang of languages) {
    await speak(chair, lang)
    await chair.go('/surat/tulis?untuk=pemda.18.01/bupati')
    await chair.type('subject', 'Imbauan netralitas')
    await chair.type('text', 'Sesuai Pasal 2 UU Nomor 5 Tahun 2014 dan Pasal 282 UU Pemilu Nomor 5 Tahun 2014, aparatur wajib netral.\n\nSanksinya sampai pemberhentian permanen, lihat Perda Nomor 4 Tahun 2018.')
    await chair.send(409)
    assert.match(await chair.page.title(), /^(Galat|Error)/)
    await checkPage(chair.page, 'surat-tulis-kutipan')
    await chair.choose('kutipan', 'ya')
    await chair.send()
    const letter = new URL(chair.page.url()).pathname
    await chair.go(`${letter}/tanda-tangan`)
    await checkPage(chair.page, 'surat-tanda-tangan-kutipan')
    await chair.send(409)
    await chair.choose('kutipan', 'ya')
    await chair.send()
  }
})

test('directives: the one of the practice region', async () => {
  const sekda = await by('sekda')
  await sekda.go('/arahan/keluar')
  ids.directive = (await sekda.hrefs('/arahan/arh_'))[0]
  assert.ok(ids.directive, 'no directive in the practice region')
  await sekda.go(ids.directive)
  ids.link = new URL(await sekda.page.locator('.govuk-inset-text b').innerText()).pathname
})

for (const lang of languages) {
  test(`directives in ${lang}: writing, sending, coverage`, async () => {
    const sekda = await by('sekda')
    await speak(sekda, lang)
    for (const [name, path] of [
      ['27-arahan-keluar', '/arahan/keluar'], ['27-buat', '/arahan/tulis'], ['27-arahan', ids.directive], ['28-sebaran', `${ids.directive}/sebaran`],
      ['27-ganti', `${ids.directive}/ganti`], ['27-cabut', `${ids.directive}/cabut`],
    ]) {
      await sekda.go(path)
      await checkPage(sekda.page, name)
    }
    await sekda.go('/arahan/tulis')
    await sekda.tap('button[value="simpan"]', 422)
    await checkPage(sekda.page, '27-buat-galat')
    await sekda.type('judul', 'Layanan kesehatan tetap buka')
    await sekda.type('butir-1', 'Puskesmas melayani seperti biasa selama masa kampanye.')
    await sekda.choose('untuk', 'jabatan-kepala-opd')
    await sekda.select('dasar', 'uu-20-2023')
    await sekda.type('pasal', 'Pasal 10')
    await sekda.tap('button[value="tambah"]')
    assert.equal(await sekda.page.locator('textarea[name^="butir-"]').count(), 4)
    await sekda.tap('button[value="simpan"]')
    await checkPage(sekda.page, '27-konsep')
    await sekda.tap('a[href$="/ubah"]')
    await checkPage(sekda.page, '27-ubah')
    await sekda.page.goBack()
    const draft = new URL(sekda.page.url()).pathname
    await faulty(sekda, '27-lampiran', `${draft}/lampiran`)
    await sekda.attach('file', { name: 'jadwal.png', mimeType: 'image/png', buffer: await sekda.page.screenshot() })
    await sekda.send()
    await checkPage(sekda.page, '27-berlampiran')
    await sekda.send()
    await checkPage(sekda.page, '27-terkirim')
  })

  test(`directives in ${lang}: a camat reads, passes on, tells a village and hands out codes`, async () => {
    const camat = await by('camat.sidomulyo')
    await speak(camat, lang)
    for (const [name, path] of [
      ['29-arahan-masuk', '/arahan'], ['29-arahan', ids.directive], ['29-teruskan', `${ids.directive}/teruskan`], ['28-sebaran-camat', `${ids.directive}/sebaran`],
      ['29-langsung', `${ids.directive}/langsung`], ['29-bukti', `${ids.directive}/bukti`], ['29-kode', '/arahan/kode'],
    ]) {
      await camat.go(path)
      await checkPage(camat.page, name)
    }
    await faulty(camat, '29-langsung', `${ids.directive}/langsung`)
    await faulty(camat, '29-bukti', `${ids.directive}/bukti`)
    await camat.go(`${ids.directive}/bukti`)
    await camat.attach('file', { name: 'papan-pengumuman.png', mimeType: 'image/png', buffer: await camat.page.screenshot() })
    await camat.send()
    await checkPage(camat.page, '29-arahan-berbukti')
    await camat.go('/arahan/kode')
    await camat.page.locator('input[name="desa"]').first().check() // those without a code are checked already
    await camat.send()
    await checkPage(camat.page, '29-kode-lembar')
    const code = (await camat.page.locator('.r-code').first().innerText()).replace(/\s/g, '')

    const village = await visitor(browser, server.base)
    await village.go(`${ids.link}?bahasa=${lang}`)
    await checkPage(village.page, '29-tautan')
    await village.type('kode', '0000 0000 0000')
    await village.send(422)
    await checkPage(village.page, '29-tautan-galat')
    await village.type('kode', code.toLowerCase())
    await village.send()
    await checkPage(village.page, '29-tautan-tercatat')
    assert.deepEqual(await smallTargets(village.page, 44), [], '29-tautan: targets too small for a thumb')
    await village.close()
  })
}

for (const lang of languages) {
  test(`pledges in ${lang}: signing, refusing, forms with faults`, async () => {
    const camat = await by(lang === 'id' ? 'camat' : 'camat.natar')
    await speak(camat, lang)
    await camat.go('/pakta/tolak')
    await checkPage(camat.page, '30-tolak')
    await camat.send()
    await checkPage(camat.page, '30-ditolak')
    await camat.go('/pakta')
    await checkPage(camat.page, '30-belum')
    await camat.send() // one may still sign
    await checkPage(camat.page, '30-sudah')
    const personnel = await by('bkpsdm')
    await speak(personnel, lang)
    for (const [name, path] of [
      ['30-pakta', '/pakta'], ['30-rekap', '/pakta/rekap'], ['30-daftar', '/pakta/daftar'], ['30-daftar-unit', '/pakta/daftar?semua=ya&unit=pemda.18.01/dinkes'],
      ['30-ikrar', '/pakta/ikrar'], ['30-kertas', '/pakta/kertas'], ['30-penolakan', '/pakta/penolakan'],
    ]) {
      await personnel.go(path)
      await checkPage(personnel.page, name)
    }
    await faulty(personnel, '30-ikrar', '/pakta/ikrar')
    await faulty(personnel, '30-daftar', '/pakta/daftar?unit=pemda.18.01/dinkes')
  })
}

test('a decision of a meeting becomes a directive with one click', async () => {
  const sekda = await by('sekda')
  await speak(sekda, languages[0])
  await sekda.go(`${ids.held}/notulen`)
  await checkPage(sekda.page, '25-notulen-terbit')
  await sekda.tap('form[action^="/jadikan-arahan/"] button')
  assert.match(new URL(sekda.page.url()).pathname, /^\/arahan\/arh_/)
  await checkPage(sekda.page, '27-dari-keputusan')
})

// Journey 3: the camera opens the address of the QR code, one more tap and the head of district
// is in. Last, because it can be done once.
test('two taps at the door', async () => {
  const clerk = await by('tu.pemda')
  await speak(clerk, 'id')
  const phone = await officer(browser, server.base, 'camat', { width: 360 })
  await clerk.go(`${ids.rakor}/pintu`)
  const code = (await clerk.page.locator('.r-code').innerText()).replace(/\s/g, '')
  const spent = await phone.count(async () => {
    await phone.go(`${ids.rakor}/hadir?kode=${code}`) // the tap on what the camera read
    await phone.tap(`form[action="${ids.rakor}/hadir"] button`)
  })
  assert.deepEqual({ taps: spent.taps + 1, fields: spent.fields }, { taps: 2, fields: 0 })
  await phone.reads(/Tercatat pukul/)
  await checkPage(phone.page, '23-sudah-hadir')
  await phone.close()
})

test('prevention: what the practice region has', async () => {
  const chair = await by('ketua')
  await chair.go('/imbauan')
  ids.advice = (await chair.hrefs('/imbauan/srt_'))[0]
  await chair.go('/kontak')
  ids.waiting = (await chair.hrefs('/kontak-masuk/tmb_'))[0]
  const sekda = await by('sekda')
  await sekda.go('/imbauan')
  ids.advised = (await sekda.hrefs('/imbauan/tmb_'))[0]
  await sekda.go('/kegiatan')
  ids.activity = (await sekda.hrefs('/kegiatan/keg_'))[0]
  ids.grant = (await having(sekda, await sekda.hrefs('/kegiatan/keg_'), /<h1[^<]*hibah/)).at(-1)
  await sekda.go('/kontak?bulan=2024-10')
  ids.disputed = (await having(sekda, await sekda.hrefs('/kontak/ktk_'), /r-badge--late/)).at(-1)
  for (const [name, id] of Object.entries(ids)) assert.ok(id?.length > 0, `no ${name} in the practice region`)
})

each('ketua', () => [
  ['41-imbauan-bawaslu', '/imbauan'], ['41-imbauan-tulis', '/imbauan/tulis'], ['41-imbauan-dikirim', ids.advice], ['43-kontak-bawaslu', '/kontak'],
  ['43-kontak-jawab', ids.waiting], ['43-kontak-kosong', '/kontak?bulan=2023-01'],
])

each('sekda', () => [
  ['41-imbauan', '/imbauan'], ['41-imbauan-masuk', ids.advised], ['41-imbauan-kertas', '/imbauan/catat'], ['42-agenda', '/kegiatan'], ['42-kegiatan', ids.activity],
  ['42-kegiatan-bersamaan', ids.grant], ['42-kegiatan-baru', '/kegiatan/baru'], ['42-kampanye', '/kegiatan/kampanye'], ['43-kontak', '/kontak'],
  ['43-kontak-dibantah', ids.disputed], ['43-kontak-baru', '/kontak/baru'], ['43-kontak-cetak', '/kontak/cetak?bulan=2024-10'],
])

for (const lang of languages) {
  test(`prevention in ${lang}: forms with faults, and an entry for KPU`, async () => {
    const sekda = await by('sekda')
    await speak(sekda, lang)
    await faulty(sekda, '42-kegiatan-baru', '/kegiatan/baru')
    await sekda.go('/kegiatan/kampanye')
    await sekda.tap('form[action="/kegiatan/kampanye"] button', 422)
    await checkPage(sekda.page, '42-kampanye-galat')
    await sekda.go(ids.grant)
    await sekda.tap('form[action$="/putusan"] button', 422)
    await checkPage(sekda.page, '42-putusan-galat')
    await faulty(sekda, '43-kontak-baru', '/kontak/baru')
    await sekda.choose('dengan', 'kpu.18.01/ketua')
    await sekda.choose('cara', 'rapat')
    await sekda.select('topik', 'keamanan')
    await sekda.type('kami', 'Sekretaris Daerah: Contoh')
    await sekda.type('mereka', 'Ketua: Contoh')
    await sekda.send()
    await checkPage(sekda.page, '43-kontak-kpu')
    await sekda.tap('a[href$="/kertas"]')
    await checkPage(sekda.page, '43-kontak-kertas')
    await sekda.send(422)
    await checkPage(sekda.page, '43-kontak-kertas-galat')
    const chair = await by('ketua')
    await speak(chair, lang)
    await chair.go('/imbauan/tulis')
    await chair.tap('button[value="simpan"]', 422)
    await checkPage(chair.page, '41-imbauan-tulis-galat')
    await chair.type('hal', 'Netralitas menjelang kampanye')
    await chair.type('pembuka', 'Menjelang masa kampanye.')
    await chair.type('butir-1', 'Ingatkan ASN untuk tidak hadir di kampanye.')
    await chair.tap('button[value="simpan"]')
    await checkPage(chair.page, '41-imbauan-konsep')
    await chair.tap('a[href$="/ubah"]')
    await checkPage(chair.page, '41-imbauan-ubah')
    await faulty(chair, '43-kontak-jawab', ids.waiting)
  })
}

// Last: what the list of all addresses has and nothing above looked at.
for (const lang of languages) {
  test(`every page was looked at in ${lang}`, () => {
    const got = new Set(lookedAt(lang).map(routeOf))
    assert.deepEqual(routes.filter((r) => !r.reason && !got.has(r.path)).map((r) => r.path), [], 'in routes.txt and looked at by no test')
    assert.deepEqual(routes.filter((r) => r.reason && got.has(r.path)).map((r) => r.path), [], 'looked at, so routes.txt needs no reason')
  })
}
