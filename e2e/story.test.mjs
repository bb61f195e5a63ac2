// The main job by hand: from a report on a phone without scripts to an executed sanction that
// the reporter reads about. Everything is done on pages, each person in a browser of his own.
import { after, before, test as step } from 'node:test'
import assert from 'node:assert/strict'
import { startRambu } from './lib/server.mjs'
import { launch } from './lib/browser.mjs'
import { clock, day, officer, visitor } from './lib/people.mjs'

const government = 'pemda.18.01'
const what = 'Sabtu sore ia naik ke panggung kampanye, memakai kaus pasangan calon, dan mengajak warga bersorak.'
let server, browser, time, photo
const people = {}
const story = {} // what steps leave for later ones: code, case, letter, matter

before(async () => {
  server = await startRambu(['demo', '--listen', '127.0.0.1:0'])
  browser = await launch()
  time = await clock(browser, server.base)
  const page = await browser.newPage()
  photo = { name: 'foto-panggung.png', mimeType: 'image/png', buffer: await page.screenshot() }
  await page.close()
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

// by signs an officer in once and keeps his browser.
async function by(login) {
  people[login] ??= await officer(browser, server.base, login)
  return people[login]
}

// A step that cannot start because an earlier one failed says so at once.
let broken = ''
const test = (name, fn) => step(name, async () => {
  assert.equal(broken, '', 'an earlier step failed')
  broken = name
  await fn()
  broken = ''
})

const say = (journey, n, most) => console.log(`${journey}: ${n.taps} taps, ${n.fields} fields (at most ${most})`)

// tell answers the five questions of the public door; more is asked at the formal one.
async function tell(who, formal) {
  await who.type('apa', what)
  await who.send()
  await who.date('kapan', day(-2))
  if (formal) await who.date('diketahui', day(-2))
  await who.send()
  await who.select('kecamatan', '18.01.06')
  await who.type('tempat', 'Lapangan desa')
  await who.send()
  await who.type('terlapor', 'pak surya, sekcam')
  await who.type('jabatan', 'sekcam')
  if (formal) await who.type('alamat_terlapor', 'Kantor kecamatan')
  await who.type('saksi', 'Dua tetangga')
  await who.send()
  await who.type('bukti', 'Foto di ponsel')
}

// letters are the links to single letters in a page.
const letters = async (who) => (await who.hrefs('/surat/')).filter((h) => /^\/surat\/[a-z]+_[^/]+$/.test(h))

async function noteCode(who) {
  const code = (await who.page.locator('.r-code').innerText()).replace(/\s/g, '')
  assert.match(code, /^[0-9A-Z]{16}$/)
  assert.ok(!who.page.url().includes(code), 'the address carries the code')
  await who.type('empat', code.slice(-4).toLowerCase())
  await who.send()
  return code
}

test('journey 1: a hint on a phone without scripts', async () => {
  const who = await visitor(browser, server.base, { js: false })
  const n = await who.count(async () => {
    await who.go('/')
    await who.tap('a[href="/lapor"]')
    await who.choose('pintu', 'informasi-awal')
    await who.send()
    await tell(who, false)
    await who.send()
    await who.send() // check answers
    story.hint = await noteCode(who)
  })
  say('journey 1', n, '10 taps, 9 fields')
  assert.ok(n.taps <= 10 && n.fields <= 9, JSON.stringify(n))
  await who.close()
})

test('a formal report with a photo, on a phone without scripts', async () => {
  const who = await visitor(browser, server.base, { js: false })
  await who.go('/lapor')
  await who.choose('pintu', 'laporan-resmi')
  await who.send()
  await tell(who, true)
  await who.attach('berkas', photo)
  await who.send()
  for (const [name, text] of Object.entries({
    nama: 'Pelapor Latihan', lahir: 'Kalianda, 1 Januari 1980', pekerjaan: 'Pedagang', kewarganegaraan: 'Indonesia',
    alamat: 'Jalan Latihan 1', telepon: '081200000000',
  })) await who.type(name, text)
  await who.choose('kelamin', 'P')
  await who.send()
  await who.reads('foto-panggung.png')
  await who.send()
  story.code = await noteCode(who)
  await who.close()
})

test('Bawaslu takes it in and registers it: first half of journey 2', async () => {
  const who = await by('penerimaan')
  await who.go('/laporan-masuk')
  const links = await who.hrefs('/laporan-masuk/')
  await who.tap(`a[href="${links.at(-1)}"]`)
  await who.reads(what)
  await who.date('tanggal', day(0))
  await who.tap('form[action$="/tanda"] button')
  await who.go('/tugas')
  story.take = await who.count(async () => {
    await who.tap('main a[href="/laporan-masuk"]')
    await who.tap(`a[href="${links.at(-1)}"]`)
    await who.tap('form[action$="/mulai"] button')
    story.case = new URL(who.page.url()).pathname.split('/').at(-1)
    await who.tap('a[href$="/syarat"]')
    await who.tap('button[value="semua"]') // fills what is open; every line stands there with its answer
    await who.reads('Belum disimpan')
    await who.send() // and leads to the next part that is missing
    await who.page.locator('.govuk-checkboxes__item', { hasText: 'Surya Pratamalesmana' }).first().locator('input').check()
    who.taps++
    await who.send()
    await who.select('perbuatan', 'attend-with-support')
    await who.send()
    await time.to(day(1))
    await who.page.locator('.govuk-checkboxes__item', { hasText: 'Gilang Mahesworojati' }).locator('input').check()
    who.taps++
    await who.send()
  })
  await who.reads(/001|\/LP|\/PL/)
})

test('the handler hears, studies and calls the plenary: second half of journey 2', async () => {
  const who = await by('penangan')
  await time.to(day(2))
  await who.go(`/perkara/${story.case}/berita-acara`)
  await who.choose('hadir', 'hadir')
  await who.type('isi', 'Mengaku hadir; menyangkal mengajak warga.')
  await who.choose('tanda', 'ditandatangani')
  await who.send()
  await time.to(day(3))
  const n = await who.count(async () => {
    await who.tap('a[href$="/kajian"]')
    await who.reads('Surya Pratamalesmana') // what is alleged and the evidence are proposed from the file
    await who.type('fakta', 'Terlapor hadir di panggung dengan atribut.')
    await who.type('analisis', 'Kehadiran disertai dukungan aktif.')
    await who.type('kesimpulan', 'Dugaan terbukti secara material.')
    await who.type('rekomendasi', 'Diteruskan kepada BKN dengan tembusan PPK.')
    await who.tap('button[name="langkah"][value="selesai"]')
  })
  const whole = { taps: n.taps + story.take.taps, fields: n.fields + story.take.fields }
  say('journey 2', whole, '14 taps, 6 fields')
  assert.ok(whole.taps <= 14 && whole.fields <= 6, JSON.stringify(whole))
  await who.tap('a[href$="/pleno"]')
  await who.send()
})

test('members vote, the chair closes, and before forwarding the government sees nothing', async () => {
  for (const login of ['ketua', 'anggota1']) {
    const who = await by(login)
    await who.go(`/perkara/${story.case}/suara`)
    await who.choose('pilihan', 'terbukti')
    await who.send()
  }
  const chair = await by('ketua')
  await chair.tap('a[href$="/tutup-pleno"]')
  await chair.send()
  await time.to(day(4))
  const handler = await by('penangan')
  await handler.go(`/perkara/${story.case}/penerusan`)
  await handler.type('ringkasan', 'Dugaan dukungan aktif kepada pasangan calon di panggung kampanye.')
  await handler.page.locator('input[name="berkas"]').first().check()
  await handler.send()
  const clerk = await by('tu.pemda')
  await clerk.go('/surat')
  story.mailBefore = await letters(clerk)
})

test('another officer asks who could know, the chair forwards, the reporter is told', async () => {
  const second = await by('anggota1')
  await second.go(`/perkara/${story.case}`)
  await second.tap('a[href$="/periksa-identitas"]')
  await second.type('jawaban', 'Ratusan orang di lapangan.')
  await second.choose('aman', 'ya')
  await second.send()
  const chair = await by('ketua')
  await chair.go(`/perkara/${story.case}`)
  await chair.tap('a[href$="/teruskan"]')
  await chair.send()
  const handler = await by('penangan')
  await handler.go(`/perkara/${story.case}/umumkan`)
  await handler.type('isi', 'Terima kasih. Perkara ini diteruskan kepada yang berwenang.')
  await handler.send()
})

test('the government acknowledges the letter and opens its matter', async () => {
  await time.to(day(7))
  const clerk = await by('tu.pemda')
  await clerk.go('/tugas')
  await clerk.tap('main a[href^="/surat?"]')
  const fresh = (await letters(clerk)).filter((h) => !story.mailBefore.includes(h))
  assert.equal(fresh.length, 1, `new in the government's mail: ${fresh}`)
  story.letter = fresh[0].split('/').at(-1)
  await clerk.tap(`a[href="${fresh[0]}"]`)
  await clerk.type('name', 'Endang Sulastriningsih')
  await clerk.tap('form[action$="/terima"] button')
  const who = await by('bkpsdm')
  await who.go('/tugas')
  await who.tap('main a[href="/sanksi"]')
  await who.tap(`form[action="/sanksi/surat/${story.letter}"] button`)
  story.matter = new URL(who.page.url()).pathname
  await who.reads('Surya Pratamalesmana')
  await who.misses('Pelapor Latihan')
  await who.misses('081200000000')
})

test('the matter is examined as the law asks', async () => {
  const who = await by('bkpsdm')
  await time.to(day(14))
  await who.go(story.matter)
  await who.tap('a[href^="/rekomendasi-bkn/baru"]')
  await who.type('tiket', 'SBT-LATIHAN-001')
  await who.type('nomor', 'LATIHAN/BKN/77/2024')
  await who.date('tanggal', day(10))
  await who.date('diterima', day(14))
  await who.choose('tingkat', 'berat')
  await who.type('uraian', 'Rekomendasi hukuman disiplin tingkat berat.')
  await who.send()
  await time.to(day(15))
  await who.tap('a[href$="/tim"]')
  for (const post of ['camat/18.01.06', 'inspektorat/inspektur', 'bkpsdm/disiplin']) await who.choose('anggota', `${government}/${post}`)
  await who.type('nomor', 'LATIHAN/TIM/1/2024')
  await who.send()
  await who.tap('a[href$="/panggilan"]')
  await who.date('tanggal', day(24))
  await who.type('pukul', '10.00')
  await who.type('tempat', 'Ruang rapat Inspektorat')
  await who.type('nomor', 'LATIHAN/PGL/1/2024')
  await who.send()
  await time.to(day(24))
  const inspector = await by('inspektur')
  await inspector.go(`${story.matter}/bap`)
  await inspector.type('pemeriksa', 'Tim pemeriksa')
  await inspector.type('nomor', 'LATIHAN/BAP/1/2024')
  await inspector.type('uraian', 'PNS yang diperiksa mengaku naik ke panggung.')
  await inspector.choose('tanda-tangan', 'menolak')
  await inspector.type('alasan', 'Tidak bersedia menandatangani.')
  await inspector.send()
  await time.to(day(25))
  await inspector.tap('a[href$="/lhp"]')
  await inspector.type('fakta', 'Naik ke panggung kampanye dengan atribut dan mengajak warga bersorak.')
  await inspector.choose('terbukti', 'ya')
  await inspector.type('aturan', 'PP 94/2021 Pasal 5 huruf n, Pasal 14 huruf i')
  await inspector.choose('tingkat', 'berat')
  await inspector.send()
})

test('journey 5: the decree is recorded, delivered, in effect and executed', async () => {
  const who = await by('bkpsdm')
  await time.to(day(29))
  await who.go('/sanksi')
  const n = await who.count(async () => {
    await who.tap(`a[href="${story.matter}"]`)
    await who.tap('a[href$="/keputusan"]')
    await who.choose('hukuman', 'bebas-jabatan')
    await who.type('nomor', 'LATIHAN/SK/12/2024')
    await who.date('tanggal', day(29))
    await who.choose('penanda-tangan', `${government}/bupati`)
    await who.send()
    await who.attach('berkas', { name: 'keputusan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 LATIHAN keputusan') })
    await who.tap('button[name="yakin"]')
  })
  say('journey 5', n, '8 taps, 6 fields')
  assert.ok(n.taps <= 8 && n.fields <= 6, JSON.stringify(n))
  await time.to(day(30))
  await who.tap('a[href$="/laporan-menteri"]')
  await who.type('nomor', 'LATIHAN/LAP/3/2024')
  await who.send()
  await time.to(day(31))
  await who.tap('a[href$="/penyampaian"]')
  await who.choose('cara', 'diserahkan')
  await who.type('catatan', 'Diserahkan dalam pertemuan tertutup.')
  await who.send()
  await time.to(day(53))
  await who.go(story.matter)
  await who.tap('a[href$="/berlaku"]')
  await who.send()
  await who.tap('a[href$="/siasn"]')
  await who.type('nomor', 'SIASN-LATIHAN-9')
  await who.send()
})

test('the Sekda signs and sends the answer', async () => {
  const who = await by('bkpsdm')
  await who.tap('a[href$="/jawaban"]')
  await who.choose('penanda-tangan', `${government}/sekda`)
  await who.type('kode', '800')
  await who.send()
  await who.go(story.matter)
  const [letter] = (await letters(who)).filter((h) => !h.endsWith(story.letter))
  const sekda = await by('sekda')
  await sekda.go('/tugas')
  await sekda.tap(`a[href="${letter}"]`) // his tasks name the letter that waits for him
  await sekda.tap('a[href$="/tanda-tangan"]')
  await sekda.send()
  await sekda.tap('form[action$="/kirim"] button')
})

test('Bawaslu files the answer and the reporter reads that the sanction was executed', async () => {
  await time.to(day(56))
  const handler = await by('penangan')
  await handler.go('/tugas')
  await handler.tap(`a[href="/perkara/${story.case}/jawaban"]`)
  await handler.page.locator('input[name="surat"]').first().check()
  await handler.send()
  const who = await visitor(browser, server.base, { js: false })
  await who.go('/kotak-surat')
  await who.type('kode', story.code.toLowerCase())
  await who.send()
  await who.reads(/sanksi.*dilaksanakan/i)
  await who.close()
})
