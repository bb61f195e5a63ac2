import { launch, checkPage } from './lib/browser.mjs'
import { officer } from './lib/people.mjs'
const base = 'http://127.0.0.1:8951'
const browser = await launch()
const ids = {}
async function see(who, name, path, status) {
  try { await who.go(path, status); await checkPage(who.page, 'm-' + name) } catch (e) { console.log(name, String(e.message).slice(0, 1500)) }
}
const only = process.argv[2]
const sekda = await officer(browser, base, 'sekda')
await sekda.go('/rapat')
const all = await sekda.hrefs('/rapat/rpt_')
const by = {}
for (const h of all) { await sekda.go(h); by[(await sekda.page.locator('h1').innerText()) + ' ' + (await sekda.page.locator('.r-badge').first().innerText())] ??= h }
console.log(by)
const now = Object.entries(by).find(([k]) => k.startsWith('Rakor perdana'))[1]
const minutes = Object.entries(by).find(([k]) => k.startsWith('Rakor netralitas'))[1]
await see(sekda, 'list', '/rapat')
await see(sekda, 'open', now)
await see(sekda, 'done', minutes)
await see(sekda, 'minutes', minutes + '/notulen')
await see(sekda, 'matrix', '/rapat/matriks')
await see(sekda, 'follow', '/rapat/tindak-lanjut')
await see(sekda, 'plan', '/rapat/susun')
await see(sekda, 'setting', '/rapat/pengaturan')
const tu = await officer(browser, base, 'tu.pemda')
await see(tu, 'door', now + '/pintu')
await see(tu, 'usher', now + '/daftar')
await see(tu, 'tu-tasks', '/tugas')
await see(tu, 'tu-inbox', '/surat')
const camat = await officer(browser, base, 'camat')
await see(camat, 'camat-list', '/rapat')
await see(camat, 'camat', now)
await see(camat, 'here', now + '/hadir')
await see(camat, 'here-scanned', now + '/hadir?kode=abc')
await camat.go(now)
const row = (await camat.hrefs(now + '/peserta/'))[0]
for (const s of ['wakil', 'alasan', 'datang']) if (row) await see(camat, 'row-' + s, row.replace(/\/[a-z]+$/, '/' + s))
const ins = await officer(browser, base, 'inspektur')
await ins.go('/rapat')
for (const h of await ins.hrefs('/rapat/rpt_')) {
  await ins.go(h)
  if ((await ins.hrefs(h + '/tinjauan')).length === 0) continue
  await ins.go(h + '/tinjauan')
  const asked = (await ins.page.locator('h2').count()) > 0
  if (asked && !ids.found) { ids.found = h; await see(ins, 'review', h + '/tinjauan') }
  if (!asked && !ids.ask) { ids.ask = h; await see(ins, 'review-ask', h + '/tinjauan') }
}
const bk = await officer(browser, base, 'bkpsdm')
await see(bk, 'bk-done', minutes)
await bk.go(minutes)
const r2 = (await bk.hrefs(minutes + '/peserta/'))[0]
await see(bk, 'row', r2)
await see(bk, 'row-correct', r2.replace('/catatan', '/koreksi'))
await browser.close()
