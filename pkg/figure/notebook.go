package figure

import (
	"encoding/gob"
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// All that is known of GoNB is in this file.

func init() {
	// What a Vega-Lite specification is made of, for the pipe to the kernel.
	gob.Register(object{})
	gob.Register(list{})
}

// An output is what a notebook gets of a figure.
type output struct {
	data     map[string]any // by MIME type
	metadata object
}

// inNotebook tells whether the program is a cell.
func inNotebook() bool { return gonbui.IsNotebook }

// send puts an output below the cell, in the place of what has the same id; "" is a new place.
func send(out output, id string) error {
	data := map[protocol.MIMEType]any{}
	for mime, content := range out.data {
		data[protocol.MIMEType(mime)] = content
	}
	gonbui.SendData(&protocol.DisplayData{Data: data, Metadata: out.metadata, DisplayID: id})
	// The kernel drops what it has not read when the cell's program ends.
	gonbui.Sync()
	if err := gonbui.Error(); err != nil {
		return fmt.Errorf("figure: the pipe to the notebook's kernel: %w: run the cell again", err)
	}
	return nil
}

// newPlace returns the id of a place below the cell whose content changes.
func newPlace() string { return gonbui.UniqueId() }

// updateHTML replaces what is in a place by HTML.
func updateHTML(id, html string) { gonbui.UpdateHTML(id, html) }
