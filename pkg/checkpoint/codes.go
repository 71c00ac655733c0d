package checkpoint

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path/filepath"

	"latentlab/pkg/internal/files"
)

// A header is the first line of a file of codes, as JSON. The codes follow as n × d float32 and n int32 labels, least
// byte first.
type header struct {
	Of      string `json:"codes"`  // of which set of images: "train"
	Model   string `json:"model"`  // digest of the manifest of the checkpoint that encoded them
	Count   int    `json:"count"`  // n
	Dim     int    `json:"dim"`    // d
	Payload string `json:"sha256"` // of what follows, in hex
}

// mostCodes bounds what a damaged header can ask for.
const mostCodes = 1 << 28

// codesDir returns the directory for the codes of a model, below its checkpoint's.
func codesDir(digest string) string { return fmt.Sprintf(codesPrefix+"%.16s", digest) }

const codesPrefix = "codes-"

func (d Dir) codesPath(m Manifest, of string) string {
	return filepath.Join(d.Path, codesDir(m.Digest), of+".codes")
}

// SaveCodes keeps the codes z (n × d) and labels that the model of manifest m gives for a set of images, such as "train". It
// panics where they do not match or are not finite, and fails where the file cannot be written.
func (d Dir) SaveCodes(m Manifest, of string, z [][]float32, labels []int) error {
	if len(z) == 0 || len(z) != len(labels) {
		panic(fmt.Sprintf("checkpoint: SaveCodes: %d codes and %d labels: want one for each", len(z), len(labels)))
	}
	var payload []byte
	for i, code := range z {
		if len(code) != len(z[0]) {
			panic(fmt.Sprintf("checkpoint: SaveCodes: code %d has %d numbers, but code 0 has %d", i, len(code), len(z[0])))
		}
		for k, v := range code {
			if v-v != 0 {
				panic(fmt.Sprintf("checkpoint: SaveCodes: code %d holds %v in place %d: want finite numbers", i, v, k))
			}
			payload = binary.LittleEndian.AppendUint32(payload, math.Float32bits(v))
		}
	}
	for _, label := range labels {
		payload = binary.LittleEndian.AppendUint32(payload, uint32(int32(label)))
	}
	h := header{Of: of, Model: m.Digest, Count: len(z), Dim: len(z[0])}
	h.Payload = h.digest(payload)
	first, err := json.Marshal(h)
	if err == nil {
		err = files.Write(d.codesPath(m, of), func(w io.Writer) error {
			_, err := w.Write(append(append(first, '\n'), payload...))
			return err
		})
	}
	if err != nil {
		return fmt.Errorf("checkpoint: keeping the codes %q of %s: %w", of, d.Name, err)
	}
	return nil
}

// Codes returns the codes (n × d) and labels that were kept of the model as the checkpoint holds it now. Where it has been
// trained anew since, or nobody has kept them, the error is fs.ErrNotExist.
func (d Dir) Codes(of string) (z [][]float32, labels []int, err error) {
	m, err := d.Read()
	if err != nil {
		return nil, nil, err
	}
	text, err := files.Read(d.codesPath(m, of), 16*mostCodes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("checkpoint: the codes %q of %s, as it is trained now, are not there yet: run the notebook's first cell, which computes them: %w",
			of, d.Name, fs.ErrNotExist)
	}
	if err == nil {
		z, labels, err = parseCodes(text, of, m.Digest)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("checkpoint: the codes %q of %s: %w: delete %s and run the notebook's first cell, which computes them anew",
			of, d.Name, err, d.codesPath(m, of))
	}
	return z, labels, nil
}

// parseCodes reads a file that SaveCodes wrote.
func parseCodes(text []byte, of, model string) (z [][]float32, labels []int, err error) {
	line, payload, _ := bytes.Cut(text, []byte{'\n'})
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return nil, nil, fmt.Errorf("the file is damaged: %w", err)
	}
	switch {
	case h.Of != of || h.Model != model:
		return nil, nil, errors.New("the file holds those of other images or another model")
	case h.Count < 1 || h.Dim < 1 || h.Count > mostCodes/h.Dim || len(payload) != 4*h.Count*(h.Dim+1):
		return nil, nil, fmt.Errorf("the file is damaged or cut short: %d bytes are not %d codes of %d numbers", len(payload), h.Count, h.Dim)
	case h.digest(payload) != h.Payload:
		return nil, nil, errors.New("the file is damaged: its content is not that of its digest")
	}
	flat := make([]float32, h.Count*h.Dim)
	for i := range flat {
		flat[i] = math.Float32frombits(binary.LittleEndian.Uint32(payload[4*i:]))
	}
	for i := range h.Count {
		z = append(z, flat[i*h.Dim:(i+1)*h.Dim:(i+1)*h.Dim])
		labels = append(labels, int(int32(binary.LittleEndian.Uint32(payload[4*(len(flat)+i):]))))
	}
	return z, labels, nil
}

// digest returns the SHA-256 of the header's other fields and the payload.
func (h header) digest(payload []byte) string {
	h.Payload = ""
	text, _ := json.Marshal(h) // numbers and strings
	return digestOf(append(text, payload...))
}
