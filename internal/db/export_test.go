package db

// Waiting is how many operations wait behind the one that leads.
func (d *DB) Waiting() int {
	d.w.mu.Lock()
	defer d.w.mu.Unlock()
	return len(d.w.queue)
}
