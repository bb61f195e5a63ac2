// People walk through pages as they would by hand: they open an address, follow links, fill
// fields and press buttons. Every step waits for the next page, fails when it is an error page,
// and counts: taps are links, buttons and choices; fields are what is typed or selected.
import assert from 'node:assert/strict'
import { open } from './browser.mjs'

export const password = 'latihan-rambu-7-oktober' // printed by "rambu demo"

export class Person {
  constructor(page, base, name) {
    Object.assign(this, { page, base, name, taps: 0, fields: 0 })
  }

  // go opens an address and expects this status.
  async go(path, status = 200) {
    const response = await this.page.goto(this.base + path)
    if (response.status() !== status) assert.fail(`${this.name}: ${path} answers ${response.status()}, not ${status}\n${await this.problem()}`)
    return response
  }

  // tap presses what the selector names and waits for the page behind it.
  async tap(selector, status = 200) {
    this.taps++
    const one = this.page.locator(selector).first()
    await one.waitFor().catch(async () => { throw new Error(`${this.name}: no ${selector} at ${this.page.url()}\n${await this.problem()}`) })
    let got = 0
    const read = (r) => { if (r.request().isNavigationRequest() && (r.status() < 300 || r.status() > 399)) got = r.status() }
    this.page.on('response', read)
    await Promise.all([this.page.waitForEvent('domcontentloaded'), one.click()])
    this.page.off('response', read)
    if (got !== status) assert.fail(`${this.name}: ${selector} leads to ${got}, not ${status}, at ${this.page.url()}\n${await this.problem()}`)
  }

  // send presses the main button of the page's form.
  send(status) { return this.tap('main form[method=post] button.govuk-button:not(.govuk-button--secondary):not(.govuk-button--warning)', status) }

  async type(name, text) {
    this.fields++
    await this.page.fill(`[name="${name}"]`, text)
  }

  async date(name, iso) {
    this.fields++
    const [y, m, d] = iso.split('-').map((s) => String(Number(s)))
    await this.page.fill(`[name="${name}-d"]`, d)
    await this.page.fill(`[name="${name}-m"]`, m)
    await this.page.fill(`[name="${name}-y"]`, y)
  }

  async select(name, value) {
    this.fields++
    await this.page.selectOption(`[name="${name}"]`, value)
  }

  async choose(name, value) {
    this.taps++
    await this.page.check(`input[name="${name}"][value="${value}"]`)
  }

  async attach(name, file) {
    this.fields++
    await this.page.setInputFiles(`input[name="${name}"]`, file)
  }

  // reads checks that the page says this.
  async reads(text) {
    const body = await this.page.locator('body').innerText()
    assert.ok(text instanceof RegExp ? text.test(body) : body.includes(text), `${this.name} does not read ${text} at ${this.page.url()}:\n${body.slice(0, 1500)}`)
  }

  // misses checks that the page does not say this.
  async misses(text) {
    const body = await this.page.locator('body').innerText()
    assert.ok(!body.includes(text), `${this.name} reads ${text} at ${this.page.url()}`)
  }

  // hrefs are the links in the page whose address begins so.
  hrefs(prefix) {
    return this.page.locator(`main a[href^="${prefix}"]`).evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')))])
  }

  // count measures what fn takes.
  async count(fn) {
    const before = [this.taps, this.fields]
    const began = performance.now()
    await fn()
    return { taps: this.taps - before[0], fields: this.fields - before[1], ms: Math.round(performance.now() - began) }
  }

  async problem() {
    return (await this.page.locator('.govuk-error-summary, main').first().innerText({ timeout: 5_000 }).catch(() => '')).slice(0, 800)
  }

  close() { return this.page.context().close() }
}

// visitor is somebody without an account.
export async function visitor(browser, base, options) {
  return new Person(await open(browser, options), base, 'visitor')
}

// officer is somebody signed in with a practice account. The form is sent without being drawn: dozens
// of people sign in here, and one test does it by hand.
export async function officer(browser, base, login, options = { width: 1280 }) {
  const who = new Person(await open(browser, options), base, login)
  const got = await who.page.context().request.post(`${base}/masuk`, { form: { nama: login, sandi: password }, headers: { origin: base }, maxRedirects: 0 })
  assert.equal(got.status(), 303, `${login} cannot sign in`)
  return who
}

// clock moves the legal date of the practice region by the page for it. A date that is there
// already is left alone.
export async function clock(browser, base) {
  const who = await visitor(browser, base, { width: 1280 })
  let today = '2024-10-07'
  return {
    to: async (iso) => {
      if (iso <= today) return
      await who.go('/latihan')
      await who.choose('langkah', 'tanggal')
      await who.date('tanggal', iso)
      await who.send()
      today = iso
    },
    close: () => who.close(),
  }
}

// day is a date so many days after the first day of the practice region.
export function day(after) {
  return new Date(Date.UTC(2024, 9, 7 + after)).toISOString().slice(0, 10)
}
