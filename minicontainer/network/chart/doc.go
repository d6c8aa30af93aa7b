// Package chart shows what a network is made of, and where a packet dies in it.
//
//	c, err := chart.Look(store, containers)    the state of all of it, read and not changed
//	fmt.Print(chart.Draw(c, 80))               as a drawing
//	hops := chart.Trace(c, q, chart.Kernel)    the way of one packet, hop by hop
//	h, err := chart.Send(c, q, …)             a real packet, to see whether that is true
//
// A chart is a plain value, and Draw and Trace are functions of it: they can be tried without a kernel, and the lessons print
// what the runtime prints. What it cannot know it says: the machines outside, and rules of other firewalls that have conditions.
package chart
