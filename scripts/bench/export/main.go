// Command export writes the digits for the peers in Python, so that all contenders train on the same images: train.npy
// and test.npy, n × 784 float32, in the directory -to.
package main

import (
	"bufio"
	"context"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/scripts/bench/measure"
)

func main() {
	only := flag.String("digits", "1,5,6", "which digits")
	to := flag.String("to", ".", "the directory to write to")
	flag.Parse()
	x := lecture.Must(digits.Load(context.Background(), digits.Options{Only: measure.Ints(*only), Seed: 1}))
	lecture.Stop(os.MkdirAll(*to, 0o755))
	for name, set := range map[string]digits.Set{"train.npy": x.Train, "test.npy": x.Test} {
		f := lecture.Must(os.Create(filepath.Join(*to, name)))
		lecture.Stop(writeNPY(f, set.Images))
		lecture.Stop(f.Close())
	}
	measure.Print(map[string]any{"digits": x.String(), "train": x.Train.Len(), "test": x.Test.Len()})
}

// writeNPY writes rows of the same length in version 1.0 of NumPy's format (numpy.lib.format).
func writeNPY(w io.Writer, rows [][]float32) error {
	header := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", len(rows), len(rows[0]))
	const magic = "\x93NUMPY\x01\x00"
	header = fmt.Sprintf("%-*s\n", 127-len(magic)-2, header) // all of it 128 bytes, so that the numbers are aligned
	out := bufio.NewWriterSize(w, 1<<20)
	out.WriteString(magic)
	binary.Write(out, binary.LittleEndian, uint16(len(header)))
	out.WriteString(header)
	for _, row := range rows {
		if err := binary.Write(out, binary.LittleEndian, row); err != nil {
			return err
		}
	}
	return out.Flush()
}
