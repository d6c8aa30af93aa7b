package applet

var trueCommand = command{
	name: "true", short: "do nothing, successfully", raw: true,
	run: func(*call) error { return nil },
}

var falseCommand = command{
	name: "false", short: "do nothing, unsuccessfully", raw: true,
	run: func(*call) error { return statusError{status: 1} },
}
