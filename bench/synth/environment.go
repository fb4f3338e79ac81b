package main

import (
	"example.com/chassis/lib/config"
	"example.com/chassis/lib/config/input"
)

// lastEnvironment is the last to which a change is released, and so the largest.
func lastEnvironment() (string, error) {
	files, err := input.ReadFiles(".")
	if err != nil {
		return "", err
	}
	context, err := config.ReadContext(files, "")
	if err != nil {
		return "", err
	}
	all, err := config.LoadAll(context)
	if err != nil {
		return "", err
	}
	return all[len(all)-1].Name, nil
}
