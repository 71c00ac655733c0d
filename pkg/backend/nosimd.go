//go:build !goexperiment.simd

package backend

const goLabel = "Go without SIMD"
