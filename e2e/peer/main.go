// Command peer serves PocketBase as it comes, with one table that anybody may write a report of 1 KB
// into, in plain text. Rambu is measured against it (BenchmarkPeer in e2e/crash). It is a module of its
// own, so that nothing of it is in the program.
package main

import (
	"fmt"
	"net"
	"os"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

func main() {
	err := serve(os.Args[1])
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// serve keeps its data in a new folder and says its address.
func serve(data string) error {
	app := pocketbase.NewWithConfig(pocketbase.Config{DefaultDataDir: data, HideStartBanner: true})
	err := app.Bootstrap()
	if err != nil {
		return err
	}
	err = app.RunAllMigrations()
	if err != nil {
		return err
	}
	reports := core.NewBaseCollection("reports")
	reports.CreateRule = types.Pointer("")
	reports.Fields.Add(&core.TextField{Name: "body", Max: 5000}, &core.TextField{Name: "place"}, &core.TextField{Name: "door"})
	err = app.Save(reports)
	if err != nil {
		return err
	}
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.Listener, err = net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		e.InstallerFunc = nil // nobody signs in
		fmt.Fprintf(os.Stderr, "http://%s\n", e.Listener.Addr())
		return e.Next()
	})
	return apis.Serve(app, apis.ServeConfig{HttpAddr: "127.0.0.1:0"})
}
