package mnist

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Side is the height and the width of an image in pixels, Pixels their number.
const (
	Side   = 28
	Pixels = Side * Side
)

// The IDX format: a magic number (0x08 stands for unsigned bytes, then the number of dimensions), the dimensions, each
// 4 bytes with the highest first, then the elements, the last dimension running fastest.
const (
	magicLabels = 0x0801
	magicImages = 0x0803
)

// shades holds each byte's value in [0,1]; to look it up is faster than to divide.
var shades = func() (s [256]float32) {
	for v := range s {
		s[v] = float32(v) / 255
	}
	return s
}()

// mostOwn is how many images a file of one's own may hold: 300,000 take a gigabyte of memory.
const mostOwn = 300_000

// readLabels reads a file of count labels from 0 to 9 to its end; where count is 0, of as many as it says.
func readLabels(r io.Reader, count int) ([]byte, error) {
	var header struct{ Magic, Count uint32 }
	if err := readHeader(r, &header); err != nil {
		return nil, err
	}
	if header.Magic != magicLabels {
		return nil, fmt.Errorf("magic number %#x, want %#x (labels)", header.Magic, magicLabels)
	}
	if count == 0 {
		if header.Count < 1 || header.Count > mostOwn {
			return nil, fmt.Errorf("%d labels, want 1 to %d", header.Count, mostOwn)
		}
		count = int(header.Count)
	}
	if int64(header.Count) != int64(count) {
		return nil, fmt.Errorf("%d labels, want %d", header.Count, count)
	}
	labels := make([]byte, count)
	if n, err := io.ReadFull(r, labels); err != nil {
		return nil, short(err, n, len(labels), "labels")
	}
	for i, label := range labels {
		if label > 9 {
			return nil, fmt.Errorf("label %d is %d, want 0 to 9", i, label)
		}
	}
	return labels, readEnd(r, len(labels), "labels")
}

// readImages reads a file of images to its end, one for each of the labels, and returns those whose label keep accepts
// as rows of 784 pixels in [0,1], with their labels. The rows lie in one array, one after the other.
func readImages(ctx context.Context, r io.Reader, labels []byte, keep func(label int) bool) ([][]float32, []int, error) {
	var header struct{ Magic, Count, Rows, Columns uint32 }
	if err := readHeader(r, &header); err != nil {
		return nil, nil, err
	}
	if header.Magic != magicImages {
		return nil, nil, fmt.Errorf("magic number %#x, want %#x (images)", header.Magic, magicImages)
	}
	if header.Rows != Side || header.Columns != Side {
		return nil, nil, fmt.Errorf("images of %d × %d pixels, want %d × %d", header.Rows, header.Columns, Side, Side)
	}
	if int64(header.Count) != int64(len(labels)) {
		return nil, nil, fmt.Errorf("%d images, want %d", header.Count, len(labels))
	}
	var kept []int
	for _, label := range labels {
		if keep(int(label)) {
			kept = append(kept, int(label))
		}
	}
	var (
		flat  = make([]float32, len(kept)*Pixels)
		rows  = make([][]float32, 0, len(kept))
		image [Pixels]byte
	)
	for i, label := range labels {
		if i%1000 == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if _, err := io.ReadFull(r, image[:]); err != nil {
			return nil, nil, short(err, i, len(labels), "images")
		}
		if keep(int(label)) {
			at := len(rows) * Pixels
			row := flat[at : at+Pixels : at+Pixels]
			for p, v := range image {
				row[p] = shades[v]
			}
			rows = append(rows, row)
		}
	}
	return rows, kept, readEnd(r, len(labels), "images")
}

func readHeader(r io.Reader, header any) error {
	err := binary.Read(r, binary.BigEndian, header)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("cut short: ends within its header of %d bytes", binary.Size(header))
	}
	return err
}

// readEnd fails where anything follows the last of n things; it also makes gzip compare its checksum.
func readEnd(r io.Reader, n int, things string) error {
	var more [1]byte
	switch _, err := io.ReadFull(r, more[:]); {
	case err == nil:
		return fmt.Errorf("trailing bytes: goes on after %d %s, want its end there", n, things)
	case !errors.Is(err, io.EOF):
		return err
	}
	return nil
}

// short names how far the reader came.
func short(err error, n, want int, things string) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("cut short: ends after %d %s, want %d", n, things, want)
	}
	return fmt.Errorf("after %d of %d %s: %w", n, want, things, err)
}
