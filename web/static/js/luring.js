// Gives the usher's list from the phone when the server cannot be reached, and nothing else. What it gives
// was put there by daftar.js; one that sent its ticks in vain gets the list back.
addEventListener('install', () => skipWaiting())
addEventListener('activate', (e) => e.waitUntil(clients.claim()))
addEventListener('fetch', (e) => {
  const path = new URL(e.request.url).pathname
  if (e.request.mode !== 'navigate') {
    if (path.startsWith('/static/')) e.respondWith(caches.match(path).then((got) => got ?? fetch(e.request)))
    return
  }
  e.respondWith(fetch(e.request).catch(async (lost) => {
    const got = await caches.match(path)
    if (!got) throw lost
    return got
  }))
})
