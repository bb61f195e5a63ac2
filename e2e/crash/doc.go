// Package crash holds the tests that kill, fill, flood and time the real program. They drive the
// built binary over HTTP, as phones do, and look into its data only once it has stopped.
package crash
