// Keeps the usher's ticks, each with its time, on this phone until the server has them: for halls without
// a signal. Without this script the page works as any other; see docs/adr/0053.
(() => {
  const form = document.querySelector('form[data-daftar]')
  if (!form) return
  const kept = 'daftar:' + form.dataset.daftar
  const state = read()
  const copy = Number(form.dataset.now) <= Math.max(state.now ?? 0, state.copy ?? 0) // no newer than one seen before: this page came from the phone, not from the server
  if (!copy) Object.assign(state, { now: form.dataset.now, ahead: Date.now() - Number(form.dataset.now), pressed: false })

  // Lines that a sieve hides still wait: what was ticked in them goes with the form, unseen.
  const hidden = new Set(form.dataset.tersaring?.split(' '))

  // What the page no longer asks for, the server has.
  for (const [id, t] of Object.entries(state.ticks)) if (!restore(t)) delete state.ticks[id]
  write()
  form.addEventListener('change', (e) => {
    const id = line(e.target)
    if (!id) return
    const chosen = e.target.type === 'checkbox' ? e.target.checked : e.target.value !== ''
    if (chosen) state.ticks[id] = { name: e.target.name, value: e.target.value, at: clock() }
    else delete state.ticks[id]
    write()
  })
  form.addEventListener('submit', (e) => {
    if (e.submitter?.value === 'saring') return // shows other lines and records nothing
    form.querySelectorAll('input[data-jam]').forEach((i) => i.remove())
    for (const [id, t] of Object.entries(state.ticks)) {
      carry('pukul-' + id, t.at).dataset.jam = ''
    }
    state.pressed = true
    write()
  })

  // A list that was sent in vain goes again by itself, at the latest half a minute after there is a way.
  let going = false // once is enough, whoever finds the way first
  const again = () => { if (state.pressed && !going) { going = true; form.requestSubmit() } }
  if (copy && state.pressed) {
    addEventListener('online', again)
    const probe = setInterval(async () => {
      const there = await fetch(form.action, { method: 'HEAD', cache: 'no-store' }).catch(() => null)
      if (!there) return
      clearInterval(probe)
      again()
    }, 15000)
  }

  // Who signs out takes the list along, also one that is just being kept.
  let leaving = false
  document.addEventListener('submit', (e) => { leaving ||= e.target.action.endsWith('/keluar') })

  // The list itself stays on the phone while there is somebody to tick, and no longer.
  if (navigator.serviceWorker) {
    const scope = new URL(form.action).pathname, open = form.querySelector('input[name=hadir]')
    if (!open && form.dataset.tersaring === undefined) {
      navigator.serviceWorker.getRegistration(scope).then((r) => r?.unregister())
      globalThis.caches?.delete(kept)
      localStorage.removeItem(kept)
    } else if (!copy) {
      navigator.serviceWorker.register(scope.replace(/\/daftar$/, '/luring.js'), { scope })
        .then(() => caches.open(kept))
        .then(async (box) => {
          await box.addAll([...document.querySelectorAll('link[rel=stylesheet], script[src]')].map((e) => e.href || e.src))
          const page = await fetch(scope), now = (await page.clone().text()).match(/data-now="(\d+)"/)?.[1]
          if (!now || leaving) return // no list any more, or nobody to keep it for
          state.copy = now // what it says is not now; noted first, because this page may be left at any moment
          write()
          await box.put(scope, page)
          if (leaving) await caches.delete(kept)
        })
        .catch(() => {}) // no room, or a browser that keeps nothing: the ticks are kept all the same
    }
  }

  function read() {
    try { return { ticks: {}, ...JSON.parse(localStorage.getItem(kept)) } } catch { return { ticks: {} } }
  }
  function write() {
    try { localStorage.setItem(kept, JSON.stringify(state)) } catch { /* full or forbidden: the page itself still has them */ }
    const n = Object.keys(state.ticks).length, note = document.getElementById('luring')
    note.hidden = n === 0
    note.querySelector('b').textContent = n
  }
  function restore({ name, value }) {
    const many = name === 'hadir' || name === 'pulang' // one name for all lines, the line is the value
    const field = [...form.elements].find((e) => e.name === name && (!many || e.value === value))
    if (field?.type === 'checkbox') field.checked = true
    else if (field && !many) field.value = value
    return field ?? (hidden.has(many ? value : name.slice('wakil-'.length)) && carry(name, value))
  }
  function carry(name, value) {
    const input = Object.assign(document.createElement('input'), { type: 'hidden', name, value })
    form.append(input)
    return input
  }
  function line(e) {
    if (e.name === 'hadir' || e.name === 'pulang') return e.value
    return e.name?.startsWith('wakil-') ? e.name.slice('wakil-'.length) : ''
  }
  // The time by the server's clock in the region's zone, whatever this phone believes.
  function clock() {
    const d = new Date(Date.now() - state.ahead + Number(form.dataset.zona) * 60000)
    return String(d.getUTCHours()).padStart(2, '0') + '.' + String(d.getUTCMinutes()).padStart(2, '0')
  }
})()
