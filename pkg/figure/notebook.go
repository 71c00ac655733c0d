package figure

import (
	"encoding/gob"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"

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
func inNotebook() bool { return os.Getenv(protocol.GONB_PIPE_ENV) != "" }

// send puts an output below the cell, in the place of what has the same id; "" is a new place. It returns when the kernel has
// read it: what is still in the pipe when the cell's program ends is lost.
func send(out output, id string) error {
	data := map[protocol.MIMEType]any{}
	for mime, content := range out.data {
		data[protocol.MIMEType(mime)] = content
	}
	k, err := kernel()
	if err == nil {
		err = k.send(&protocol.DisplayData{Data: data, Metadata: out.metadata, DisplayID: id})
	}
	if err == nil {
		err = k.wait()
	}
	if err != nil {
		return fmt.Errorf("figure: the pipe to the notebook's kernel: %w: run the cell again", err)
	}
	return nil
}

// newPlace returns the id of a place below the cell whose content changes.
func newPlace() string { return fmt.Sprintf("%016x", rand.Uint64()) }

// updateHTML replaces what is in a place by HTML. An error is left to the output that stays.
func updateHTML(id, html string) {
	if k, err := kernel(); err == nil {
		k.send(&protocol.DisplayData{Data: map[protocol.MIMEType]any{protocol.MIMETextHTML: html}, DisplayID: id})
	}
}

// A pipe goes to the kernel, and one comes back. Package gonbui has the same, and thirty packages with it, net and database/sql
// among them, with which each cell would be linked.
type pipe struct {
	mu      sync.Mutex
	encoder *gob.Encoder // of protocol.DisplayData
	decoder *gob.Decoder // of protocol.CommValue
	waits   int
}

// kernel returns the pipe, which is opened with the first output.
var kernel = sync.OnceValues(func() (*pipe, error) {
	there, err := os.OpenFile(os.Getenv(protocol.GONB_PIPE_ENV), os.O_WRONLY, 0)
	if err != nil {
		return nil, err
	}
	back, err := os.Open(os.Getenv(protocol.GONB_PIPE_BACK_ENV))
	if err != nil {
		return nil, err
	}
	return &pipe{encoder: gob.NewEncoder(there), decoder: gob.NewDecoder(back)}, nil
})

func (p *pipe) send(data *protocol.DisplayData) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.encoder.Encode(data)
}

// wait returns when the kernel has read all that was sent, as gonbui.Sync does.
func (p *pipe) wait() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waits++
	ask := map[protocol.MIMEType]any{protocol.MIMECommValue: &protocol.CommValue{Address: "#gonbui/sync", Value: p.waits}}
	if err := p.encoder.Encode(&protocol.DisplayData{Data: ask}); err != nil {
		return err
	}
	for {
		var answer protocol.CommValue
		if err := p.decoder.Decode(&answer); err != nil {
			return err
		}
		if answer.Address == protocol.GonbuiSyncAckAddress && answer.Value == p.waits {
			return nil
		}
	}
}
