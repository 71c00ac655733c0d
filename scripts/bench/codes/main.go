// Command codes encodes and decodes images with the lecture's network, untrained, and prints what that took.
package main

import (
	"context"
	"flag"
	"fmt"

	"latentlab/pkg/backend"
	"latentlab/pkg/backend/xla"
	"latentlab/pkg/digits"
	"latentlab/pkg/lecture"
	"latentlab/pkg/model"
	"latentlab/scripts/bench/measure"
)

func main() {
	name := flag.String("engine", "go", "go as cells use it, or xla")
	images := flag.Int("images", 10000, "how many images to encode and decode")
	calls := flag.Int("calls", 5, "how often, after the first call")
	flag.Parse()

	open := map[string]func() (backend.Engine, error){"go": backend.Go, "xla": xla.Open}[*name]
	if open == nil {
		lecture.Stop(fmt.Errorf("there is no engine %q: want go or xla", *name))
	}
	ctx := context.Background()
	x := lecture.Must(digits.Load(ctx, digits.Options{Only: lecture.Only, Seed: 1})).Train.Images
	x = x[:min(*images, len(x))]
	engine := lecture.Must(open())
	ae := lecture.Must(model.New(engine, model.Autoencoder{}, model.Config{Seed: 1}))

	var z [][]float32
	encodeFirst, encode := measure.Seconds(*calls, func() { z = lecture.Must(ae.Encode(x)) })
	decodeFirst, decode := measure.Seconds(*calls, func() { lecture.Must(ae.Decode(z)) })
	oneFirst, one := measure.Seconds(100**calls, func() { lecture.Must(ae.Decode(z[:1])) })
	measure.Print(map[string]any{
		"engine":    engine.String(),
		"images":    len(x),
		"encode_ms": encode * 1e3, "encode_first_ms": encodeFirst * 1e3,
		"decode_ms": decode * 1e3, "decode_first_ms": decodeFirst * 1e3,
		"one_us": one * 1e6, "one_first_us": oneFirst * 1e6,
	})
}
