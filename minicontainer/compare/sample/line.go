package sample

import (
	"fmt"
	"math"
	"slices"
)

// Point is a measurement of something that depends on how many there are.
type Point struct{ X, Y float64 }

// Line is the straight line that is nearest to some points.
type Line struct {
	Slope     float64 // what one more costs
	Intercept float64 // what none would cost
	Residual  float64 // the root of the mean square of the points' distances from the line, in units of Y
}

// At is the line's value.
func (l Line) At(x float64) float64 { return l.Intercept + l.Slope*x }

// FewestPoints is how many different places a line needs: any two points lie on one, and say nothing about whether it is one.
const FewestPoints = 3

// Fit finds the line with the least sum of squared vertical distances. Fewer than three different X are an error.
func Fit(points []Point) (Line, error) {
	if places := different(points); places < FewestPoints {
		return Line{}, fmt.Errorf("fit a line through %d points: it needs %d, as any two lie on one", places, FewestPoints)
	}
	n := float64(len(points))
	var sumX, sumY, sumXX, sumXY float64
	for _, p := range points {
		sumX, sumY, sumXX, sumXY = sumX+p.X, sumY+p.Y, sumXX+p.X*p.X, sumXY+p.X*p.Y
	}
	slope := (n*sumXY - sumX*sumY) / (n*sumXX - sumX*sumX)
	line := Line{Slope: slope, Intercept: (sumY - slope*sumX) / n}
	var squares float64
	for _, p := range points {
		squares += math.Pow(p.Y-line.At(p.X), 2)
	}
	line.Residual = math.Sqrt(squares / n)
	return line, nil
}

func different(points []Point) int {
	var places []float64
	for _, p := range points {
		if !slices.Contains(places, p.X) {
			places = append(places, p.X)
		}
	}
	return len(places)
}
