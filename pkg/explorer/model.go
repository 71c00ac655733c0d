package explorer

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"latentlab/pkg/plane"
)

// densitySide is how many places to a side of the plane the page knows a density at.
const densitySide = 128

// data returns what the page's script reads of the model, or says what is wrong with it.
func (m Model) data() (modelData, error) {
	if err := m.check(); err != nil {
		return modelData{}, err
	}
	d := modelData{Name: m.Name, Labels: m.Labels, Span: plane.Around(m.Codes)}
	if d.Labels == nil {
		d.Labels = []int{}
	}
	codes := make([]byte, 0, 8*len(m.Codes))
	for _, z := range m.Codes {
		for _, v := range z {
			codes = binary.LittleEndian.AppendUint32(codes, math.Float32bits(v))
		}
	}
	d.Codes = base64.StdEncoding.EncodeToString(codes)
	d.Encoder = m.Encoder.data()
	d.Decoder, d.Sigmoid = m.Decoder.data(), m.Decoder.Sigmoid
	if m.Density != nil {
		values, err := sample(m.Density, d.Span)
		if err != nil {
			return modelData{}, err
		}
		d.Density = halves(values)
	}
	return d, nil
}

func (m Model) check() error {
	if m.Name == "" {
		return errors.New("it has no name, which the page's switch needs")
	}
	if len(m.Codes) == 0 {
		return errors.New("there are no codes: want at least one")
	}
	for i, z := range m.Codes {
		if len(z) != 2 {
			return fmt.Errorf("code %d has %d numbers: a plane needs 2", i, len(z))
		}
		for _, v := range z {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				return fmt.Errorf("code %d is %v: did the training diverge?", i, z)
			}
		}
	}
	if m.Labels != nil && len(m.Labels) != len(m.Codes) {
		return fmt.Errorf("%d labels for %d codes", len(m.Labels), len(m.Codes))
	}
	for i, label := range m.Labels {
		if label < 0 || label > 9 {
			return fmt.Errorf("label %d is %d: want a digit", i, label)
		}
	}
	pixels, err := m.Decoder.width(2)
	if err != nil {
		return fmt.Errorf("decoder: %w", err)
	}
	if pixels != 28*28 {
		return fmt.Errorf("decoder: it ends in %d numbers: want the 784 pixels of an image", pixels)
	}
	if len(m.Encoder.Weights) == 0 {
		return nil
	}
	return m.checkEncoder()
}

func (m Model) checkEncoder() error {
	if numbers, err := m.Encoder.width(28 * 28); err != nil {
		return fmt.Errorf("encoder: %w", err)
	} else if numbers != 2 && numbers != 4 {
		return fmt.Errorf("encoder: it ends in %d numbers: a plane needs 2, or 2 means and 2 log-variances", numbers)
	}
	return nil
}

// sample returns the density at densitySide² places in reading order, from the top left, as shares of the greatest.
func sample(density func(x, y float64) float64, over plane.Span) ([]float32, error) {
	values := make([]float64, densitySide*densitySide)
	peak := 0.0
	for i := range values {
		right, down := float64(i%densitySide)/(densitySide-1), float64(i/densitySide)/(densitySide-1)
		v := density(over.XMin+right*(over.XMax-over.XMin), over.YMax-down*(over.YMax-over.YMin))
		if !(v >= 0) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("the density has the value %v: want finite ones, at least 0", v)
		}
		values[i], peak = v, max(peak, v)
	}
	if peak == 0 {
		return nil, errors.New("the density is zero all over the plane that is drawn")
	}
	shares := make([]float32, len(values))
	for i, v := range values {
		shares[i] = float32(v / peak)
	}
	return shares, nil
}
