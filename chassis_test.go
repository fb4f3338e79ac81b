package main

import (
	"cmp"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsssm"
	"github.com/aws/jsii-runtime-go"

	"example.com/chassis/lib/config"
	"example.com/chassis/lib/proof/costs"
	"example.com/chassis/lib/proof/difference"
	"example.com/chassis/lib/proof/pages"
	"example.com/chassis/lib/proof/permissions"
	"example.com/chassis/lib/proof/platformtest"
	"example.com/chassis/lib/proof/platformtest/recorded"
	"example.com/chassis/lib/proof/promises"
	"example.com/chassis/lib/proof/promises/alerts"
	"example.com/chassis/lib/proof/promises/check"
	"example.com/chassis/lib/proof/promises/data"
	"example.com/chassis/lib/proof/promises/known"
	"example.com/chassis/lib/proof/reachability"
	"example.com/chassis/lib/stacks/app"
	"example.com/chassis/lib/stacks/databaseroles"
	"example.com/chassis/lib/stacks/offer"
)

// sources define a platform. lib/proof/platformtest hands it the settings.
//
//go:embed go.mod go.sum lib/config lib/stacks lib/proof/platformtest/*.go lib/proof/platformtest/uploads
var sources embed.FS

func TestMain(m *testing.M) {
	if os.Getenv(platformtest.AsProgram) != "" {
		main()
		return
	}
	platformtest.Main(m, sources)
}

// A fact that is wrong everywhere fails once, with the platforms that it is about. With
// every setting changed the numbers of the requirements do not hold; what does not
// depend on them does, and so does the model, but for the loss of a zone: one gateway is
// what those settings ask for.
func TestPromises(t *testing.T) {
	t.Parallel()
	wrong := map[string][]string{} // by promise, and by complaint below it
	platforms := map[string][]string{}
	note := func(settings platformtest.Configuration, verdicts []check.Verdict) {
		for _, v := range verdicts {
			name := v.ID + " " + v.Says
			for _, complaint := range v.Wrong {
				key := name + complaint
				if platforms[key] == nil {
					wrong[name] = append(wrong[name], complaint)
				}
				platforms[key] = append(platforms[key], settings.Label())
			}
		}
	}
	all := slices.Concat(platformtest.Platforms(), platformtest.Committed(t), platformtest.Examples(t, "docs/adding.md"), platformtest.Examples(t, "README.md"))
	verdicts := make([][]check.Verdict, len(all))
	var judging sync.WaitGroup // while the kernel makes the next platform
	for i, settings := range all {
		p := platformtest.Synth(t, settings).Platform
		judging.Go(func() { verdicts[i] = check.Judge(p, promises.All()) })
		if found := p.OfType("AWS::ECR::RegistryScanningConfiguration"); len(found) > 0 && !p.Settings.Registry.EnhancedScanning {
			t.Errorf("%s: without enhancedScanning the registry is configured by %v", settings.Label(), found)
		}
	}
	judging.Wait()
	for i, settings := range all {
		note(settings, verdicts[i])
	}
	for _, promise := range append(promises.All(), check.Found) {
		name := promise.ID + " " + promise.Says
		t.Run(name, func(t *testing.T) {
			for _, complaint := range wrong[name] {
				t.Errorf("%v: %s", platforms[name+complaint], complaint)
			}
		})
	}
}

// A template that is too large is named before anything is deployed.
func TestALargeTemplateIsRefusedAtSynthesis(t *testing.T) {
	dir := t.TempDir()
	for name, size := range map[string]int{"Data.template.json": largestTemplate, "Compute.template.json": largestTemplate + 1} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	err := checkSizes(dir)
	if err == nil || err.Error() != "Compute.template.json has 1000001 bytes, and CloudFormation takes 1000000; give some of the services a platform of their own (docs/adding.md#many-services)" {
		t.Errorf("it says %v", err)
	}
}

// A setting that is read and then ignored would be a lie in the table of settings. Where a
// value of the settings changes and the templates do not, some promise is broken.
func TestTheTemplatesAreHeldToEverySetting(t *testing.T) {
	t.Parallel()
	configurations := []platformtest.Configuration{platformtest.EverySetting(), platformtest.Kinds("prod"), platformtest.EveryOption(), platformtest.Seven("prod")}
	all := map[string]bool{}
	withoutEffect := func(place string) bool { return platformtest.WithoutEffect[place] != "" }
	for _, c := range configurations {
		if err := check.Held(all, platformtest.Synth(t, c).Platform, promises.All(), withoutEffect); err != nil {
			t.Fatal(err)
		}
	}
	for place, held := range all {
		if why := platformtest.WithoutEffect[place]; held == (why != "") {
			t.Errorf("%s: a promise holds the templates to it: %t; without effect: %q", place, held, why)
		}
	}
	for place := range platformtest.WithoutEffect {
		if _, known := all[place]; !known {
			t.Errorf("%s is no setting", place)
		}
	}
}

// What the templates prove is written down, so that a review sees what a change
// opens, closes, permits or leaves without a zone.
func TestGeneratedPagesAreWhatTheTemplatesSay(t *testing.T) {
	t.Parallel()
	generated := func(file, text string) {
		t.Helper()
		if err := pages.Generated(file, text); err != nil {
			t.Error(err)
		}
	}
	const testdata = "lib/proof/platformtest/testdata"
	var platforms []check.Platform
	var permitted []permissions.Environment
	for _, settings := range platformtest.Environments() {
		p := platformtest.Synth(t, settings)
		platforms = append(platforms, p.Platform)
		generated("docs/posture/"+p.Label()+".md", reachability.New(p.Assembly).Report(p.Settings).Markdown())
		table, _ := permissions.Of(p.Assembly, p.Settings) // a promise says what is not understood
		permitted = append(permitted, permissions.Environment{Settings: p.Settings, Table: table})
		// The long-lived environments have the same ids, so one list serves them all. An
		// id that is gone is a resource that is deleted with its data.
		generated(testdata+"/data.golden", p.DataResources())
	}
	// From where they are tried, not from the templates that are compared with them.
	var tried []data.Statement
	for _, statement := range databaseroles.Texts() {
		tried = append(tried, data.Statement(statement))
	}
	generated("lib/proof/promises/data/testdata/statements.sql", data.RecordedSQL(tried))
	generated("docs/posture/permissions.md", permissions.Page(permitted...))
	generated("docs/posture/alarms.md", alerts.Page(platforms...))
	if err := pages.GeneratedPart("docs/adding.md", "uploads", platformtest.UploadsForPage(t)); err != nil {
		t.Error(err)
	}
	generated("docs/posture/changes.md", reports(t))
	for folder, c := range map[string]platformtest.Configuration{
		recorded.Folder: platformtest.EveryOption(), recorded.KindsFolder: platformtest.Kinds("prod"),
	} {
		record := platformtest.Record(t, c)
		if folder == recorded.Folder {
			definitions, err := known.RecordedDefinitions(record.Platform)
			if err != nil {
				t.Error(err)
			}
			generated("lib/proof/promises/known/testdata/definitions.json", definitions)
		}
		for _, file := range recorded.Files() {
			generated(filepath.Join(folder, file), read(t, filepath.Join(record.Dir, file)))
		}
	}
}

// reports are what a review says of each change that docs/adding.md shows, against the shipped
// environment or, of another platform, against nothing.
func reports(t *testing.T) string {
	t.Helper()
	deployed := map[string]difference.Before{}
	for _, shipped := range platformtest.Environments() {
		p := platformtest.Synth(t, shipped).Platform
		deployed[p.Prefix("-")] = difference.From(p)
	}
	reported := map[string]difference.Report{}
	var titles []string
	for _, c := range append(platformtest.Examples(t, "docs/adding.md"), platformtest.WithUploads()) {
		title := cmp.Or(c.Title, "a bucket, with a queue")
		p := platformtest.Synth(t, c).Platform
		report, err := difference.First(p)
		if before, is := deployed[p.Prefix("-")]; is {
			report, err = before.To(p)
		}
		if err != nil {
			t.Errorf("%s: %v", title, err)
		}
		reported[title] = report
		titles = append(titles, title)
	}
	return difference.Page(titles, reported)
}

// What the environments cost is counted in the templates that a team gets at first.
func TestGeneratedCostsAreThoseOfTheTemplates(t *testing.T) {
	t.Parallel()
	bills := func(configurations ...platformtest.Configuration) []costs.Bill {
		var list []costs.Bill
		for _, c := range configurations {
			bill, err := costs.Of(platformtest.Synth(t, c).Platform)
			if err != nil {
				t.Error(err)
			}
			list = append(list, bill)
		}
		return list
	}
	environments := bills(platformtest.Environments()...)
	parts := map[string]string{
		"summary":   costs.Summary(environments...),
		"instances": costs.Instances(bills(platformtest.Shipped("dev", "instance", "try"), platformtest.Shipped("staging", "instance", "try"))...),
		"drivers":   costs.Drivers(),
		"choices":   costs.Choices(environments...),
		"runs":      costs.Runs(environments...),
		"prices":    costs.Prices(),
	}
	for _, bill := range environments {
		parts[bill.Settings.Name] = bill.Table()
	}
	for name, text := range parts {
		if err := pages.GeneratedPart("docs/costs.md", name, text); err != nil {
			t.Error(err)
		}
	}
	if err := pages.GeneratedPart("README.md", "costs", costs.Summary(environments...)); err != nil {
		t.Error(err)
	}
}

func TestNothingIsLeftToFind(t *testing.T) {
	t.Parallel()
	second := platformtest.Shipped("prod", "nagPacks", "NIST80053R5")
	for _, settings := range append(platformtest.Platforms(), second) {
		found, err := platformtest.Synth(t, settings).Findings()
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range found {
			t.Errorf("%s: %s", settings.Label(), finding)
		}
	}
}

// The check itself must be able to fail: a queue without encryption, dead letters
// or TLS breaks AwsSolutions rules, and a log group that keeps everything for ever is a
// finding of the other pack alone.
func TestAFindingFailsTheSynthesis(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		settings platformtest.Configuration
		refuses  bool // the CDK itself
		careless func(stack awscdk.Stack)
		want     string
	}{
		"with the CDK's own refusal":         {platformtest.Shipped("dev"), true, carelessQueue, "listed above"},
		"with the refusal switched off":      {platformtest.Shipped("dev"), false, carelessQueue, "AwsSolutions-SQS"},
		"of the second pack, when asked for": {platformtest.Shipped("prod", "nagPacks", "NIST80053R5"), false, carelessLogs, "NIST.800.53.R5-CloudWatchLogGroupEncrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			env, props := platformtest.Inputs(t, tc.settings)
			props.Context["@aws-cdk/core:annotationsInValidationReport"] = tc.refuses
			platformtest.WithKernel(func() {
				platform, err := app.Build(env, props)
				if err != nil {
					t.Fatal(err)
				}
				var stack awscdk.Stack
				jsii.UnsafeCast(platform.Node().FindChild(jsii.String("Security")), &stack)
				tc.careless(stack)
				if err := synthesize(platform, env); !errors.Is(err, app.ErrFindings) || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("the synthesis ended with %v, want %s", err, tc.want)
				}
			})
		})
	}
}

func carelessQueue(stack awscdk.Stack) { awssqs.NewQueue(stack, jsii.String("Careless"), nil) }

func carelessLogs(stack awscdk.Stack) { awslogs.NewLogGroup(stack, jsii.String("Careless"), nil) }

// What the CDK refuses is no crash. A mistake in Go is one, with its stack trace.
func TestARefusalOfTheCDKIsOneLine(t *testing.T) {
	t.Parallel()
	env, props := platformtest.Inputs(t, platformtest.Shipped("dev"))
	props.Additions = func(p offer.Platform) {
		carelessQueue(p.Stack())
		carelessQueue(p.Stack())
	}
	platformtest.WithKernel(func() {
		if _, err := app.Build(env, props); err == nil || !strings.HasPrefix(err.Error(), "the CDK refuses: ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want one line that says what the CDK refuses", err)
		}
	})
	props.Additions = func(offer.Platform) { _ = []int{}[len(env.Services)] }
	defer func() {
		if recover() == nil {
			t.Error("a mistake in Go is passed over")
		}
	}()
	platformtest.WithKernel(func() { _, _ = app.Build(env, props) })
}

// broken lists what every promise says of a platform.
func broken(p check.Platform) (wrong []string) {
	for _, v := range check.Judge(p, promises.All()) {
		for _, complaint := range v.Wrong {
			wrong = append(wrong, fmt.Sprintf("%s %s: %s", v.ID, v.Says, complaint))
		}
	}
	return wrong
}

// CloudFormation would refuse a key and a topic that need each other.
func TestATeamsQueueOfAlertsLeavesTheirKeyAsItIs(t *testing.T) {
	t.Parallel()
	env, props := platformtest.Inputs(t, platformtest.Shipped("dev"))
	props.Additions = func(p offer.Platform) {
		queue := func(id string, deadLetters *awssqs.DeadLetterQueue) awssqs.IQueue {
			return awssqs.NewQueue(p.Stack(), jsii.String(id), &awssqs.QueueProps{
				EncryptionMasterKey: p.AlertsKey, EnforceSSL: jsii.Bool(true), DeadLetterQueue: deadLetters,
			})
		}
		unread := queue("Unread", nil)
		p.Alerts.AddSubscription(awssnssubscriptions.NewSqsSubscription(
			queue("Alerts", &awssqs.DeadLetterQueue{Queue: unread, MaxReceiveCount: jsii.Number(3)}), nil))
	}
	synthesized := platformtest.Build(t, env, props)
	for _, stack := range synthesized.Stacks {
		for _, key := range stack.OfType("AWS::KMS::Key") {
			if policy := fmt.Sprint(key.At("KeyPolicy")); strings.Contains(policy, "map[Ref:Alerts") {
				t.Errorf("%s names the topic that it encrypts: %s", key, policy)
			}
		}
	}
	for _, wrong := range broken(synthesized.Platform) {
		t.Error(wrong)
	}
}

// What is named in another way than the platform's own: an archive for Java, a construct of
// the CDK whose only resource is no default child, and a parameter that CloudFormation reads.
func TestATeamsOwnOfOtherKindsKeepsEveryPromise(t *testing.T) {
	t.Parallel()
	env, props := platformtest.Inputs(t, platformtest.Shipped("dev"))
	archive := filepath.Join(t.TempDir(), "resizer.jar")
	if err := create(archive, false); err != nil {
		t.Fatal(err)
	}
	props.Additions = func(p offer.Platform) {
		log := awslogs.NewLogGroup(p.Stack(), jsii.String("ResizerLog"), &awslogs.LogGroupProps{
			EncryptionKey: p.LogsKey, RemovalPolicy: p.Keep(), Retention: awslogs.RetentionDays_ONE_WEEK,
		})
		role := awsiam.NewRole(p.Stack(), jsii.String("ResizerRole"), &awsiam.RoleProps{
			AssumedBy: awsiam.NewServicePrincipal(jsii.String("lambda.amazonaws.com"), nil),
		})
		offer.Permits(role, "no source condition: sts:AssumeRole on itself to service lambda.amazonaws.com", "Lambda names no function when it assumes the role.")
		log.GrantWrite(role)
		resizer := awslambda.NewFunction(p.Stack(), jsii.String("Resizer"), &awslambda.FunctionProps{
			Runtime: awslambda.Runtime_JAVA_25(), Handler: jsii.String("Resizer"), LogGroup: log, Role: role,
			Code: awslambda.Code_FromAsset(&archive, nil),
			Environment: &map[string]*string{
				"STAGE": awsssm.StringParameter_ValueForStringParameter(p.Stack(), jsii.String("/team/stage"), nil),
			},
		})
		offer.OffTheNetwork(resizer, "It reads and writes a bucket over the service's own endpoint.")
		connection := awsevents.NewConnection(p.Stack(), jsii.String("Partner"), &awsevents.ConnectionProps{
			Authorization: awsevents.Authorization_ApiKey(jsii.String("key"), awscdk.SecretValue_SecretsManager(jsii.String("partner"), nil)),
		})
		offer.GoesOutside(awsevents.NewApiDestination(p.Stack(), jsii.String("PartnerApi"), &awsevents.ApiDestinationProps{
			Connection: connection, Endpoint: jsii.String("https://partner.example.com/files"),
		}), "https://partner.example.com/files", "The partner hears of each file.")
	}
	synthesized := platformtest.Build(t, env, props)
	for _, wrong := range broken(synthesized.Platform) {
		t.Error(wrong)
	}
}

func TestWhatARefusedRunHasWrittenGoesAndNothingElse(t *testing.T) {
	const outDir = "cdk.out"
	for name, before := range map[string]map[string]bool{ // what is there, and whether it is a directory
		"no directory":                       {},
		"an empty directory":                 {outDir: true},
		"a directory with something in it":   {outDir: true, outDir + "/manifest.json": false},
		"a file in the place of a directory": {outDir: false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			for _, path := range slices.Sorted(maps.Keys(before)) {
				if err := create(path, before[path]); err != nil {
					t.Fatal(err)
				}
			}
			undo := app.Undo(outDir)
			_ = os.MkdirAll(outDir, 0o755) // fails over a file, like the run
			_ = create(outDir+"/asset.1", false)
			if before[outDir] {
				before[outDir+"/notes.txt"] = false // somebody else's
				_ = create(outDir+"/notes.txt", false)
			}
			undo()
			left := map[string]bool{}
			if err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
				if path != "." {
					left[path] = entry.IsDir()
				}
				return err
			}); err != nil || !maps.Equal(left, before) {
				t.Errorf("%v is left (%v), want %v", left, err, before)
			}
		})
	}
}

func create(path string, isDir bool) error {
	if isDir {
		return os.Mkdir(path, 0o755)
	}
	return os.WriteFile(path, nil, 0o600)
}

// The kernel that the jsii runtime unpacks is in a directory of the program's own. A signal
// is tried at the start, while the stacks are defined, and while files are written.
func TestNothingIsLeftInTheTemporaryDirectory(t *testing.T) {
	t.Parallel()
	shipped := platformtest.ShippedFolder(t)
	// Under nohup, what the tests start would ignore the end of its terminal.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	for name, tc := range map[string]struct {
		end   os.Signal
		after string // something that is there, in the temporary or the output directory
		says  string
	}{
		"after SIGTERM at the start":     {syscall.SIGTERM, "chassis-*", "ended by a signal: terminated"},
		"after SIGTERM in a compilation": {syscall.SIGTERM, "chassis-*/go-build*", "ended by a signal: terminated"},
		"after SIGTERM with files":       {syscall.SIGTERM, "cdk.out/asset.*", "ended by a signal: terminated"},
		"after Ctrl-C":                   {os.Interrupt, "chassis-*/jsii-kernel-*", "ended by a signal: interrupt"},
		"after its terminal is closed":   {syscall.SIGHUP, "chassis-*/jsii-kernel-*", "ended by a signal: hangup"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			got := platformtest.RunAndEnd(t, shipped, map[string]any{"env": "dev"}, func() os.Signal {
				for start := time.Now(); time.Since(start) < time.Minute; time.Sleep(time.Millisecond) {
					if reached, _ := filepath.Glob(filepath.Join(dir, tc.after)); len(reached) > 0 {
						return tc.end
					}
				}
				t.Errorf("it never had %s", tc.after)
				return os.Kill
			}, "TMPDIR="+dir, "CDK_OUTDIR="+filepath.Join(dir, "cdk.out"))
			if left, err := os.ReadDir(dir); got.Code != 1 || len(left) > 0 || err != nil {
				t.Errorf("exit code %d, %v is left (%v); want 1 and nothing", got.Code, left, err)
			}
			said := slices.DeleteFunc(got.Stderr, func(line string) bool { return strings.Contains(line, "domainName") })
			if strings.Join(said, "\n") != tc.says {
				t.Errorf("stderr is %q, want %q", said, tc.says)
			}
			// A process of this run has the run's directory in its command line. One that is
			// killed takes a moment to end on a busy machine.
			still := func() (found []string) {
				running, _ := filepath.Glob("/proc/[0-9]*/cmdline")
				for _, process := range running {
					if command, _ := os.ReadFile(process); strings.Contains(string(command), dir) {
						found = append(found, string(command))
					}
				}
				return found
			}
			for range 100 {
				if len(still()) == 0 {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
			t.Errorf("%q still run", still())
		})
	}
}

// A command line of the CDK that is killed reads no more, and the synthesis that it has
// started must not end where it stands.
func TestNothingIsLeftWhenNobodyReadsWhatIsSaid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = read.Close()
	program := platformtest.Program(t, platformtest.ShippedFolder(t), map[string]any{"env": "dev"}, "TMPDIR="+dir, "CDK_OUTDIR="+t.TempDir())
	program.Stderr = write
	err = program.Run()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v is left (%v)", left, err)
	}
}

// Two runs at once, each with an output directory of its own, from a checkout that may be
// another user's or a mount of a container. (Of two in the same directory the CDK's command
// line refuses the second, and by hand the CDK itself stumbles over the other's files.)
func TestAGoodRun(t *testing.T) {
	t.Parallel()
	checkout := platformtest.ShippedFolder(t)
	before := namesIn(t, checkout)
	if err := os.Chmod(checkout, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(checkout, 0o700) })
	type run struct {
		platformtest.Outcome
		outDir string
	}
	temporary := t.TempDir()
	runs := []*run{{outDir: t.TempDir()}, {outDir: t.TempDir()}}
	var both sync.WaitGroup
	for _, r := range runs {
		both.Go(func() {
			r.Outcome = platformtest.Run(t, checkout, map[string]any{"env": "dev"}, "TMPDIR="+temporary, "CDK_OUTDIR="+r.outDir)
		})
	}
	both.Wait()
	for promise, holds := range map[string]func(*testing.T, *run){
		"says one line, that it would not deploy without a domain": func(t *testing.T, r *run) {
			t.Helper()
			if r.Code != 0 || r.Stdout != "" || len(r.Stderr) != 1 || !strings.Contains(r.Stderr[0], "domainName") {
				t.Errorf("exit code %d, stdout %q, stderr %q", r.Code, r.Stdout, r.Stderr)
			}
		},
		"leaves nothing in the temporary directory": func(t *testing.T, _ *run) {
			t.Helper()
			if left := namesIn(t, temporary); len(left) > 0 {
				t.Errorf("%v is left", left)
			}
		},
		"writes nothing into the checkout": func(t *testing.T, _ *run) { // root may, so this is looked at as well
			t.Helper()
			if after := namesIn(t, checkout); !slices.Equal(after, before) {
				t.Errorf("it holds %v, want %v", after, before)
			}
		},
		"gives what any other run gives": func(t *testing.T, r *run) {
			t.Helper()
			want := platformtest.Synth(t, platformtest.Shipped("dev")).Dir
			for _, file := range recorded.Files() {
				if read(t, filepath.Join(r.outDir, file)) != read(t, filepath.Join(want, file)) {
					t.Errorf("%s differs", file)
				}
			}
		},
	} {
		t.Run(promise, func(t *testing.T) {
			for _, r := range runs {
				holds(t, r)
			}
		})
	}
}

func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// A template that changes from run to run makes every diff noise; the usual cause
// is a range over a map while constructs are defined.
func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	settings := platformtest.Prod()
	first, second := platformtest.Synth(t, settings), platformtest.SynthAnew(t, settings)
	for _, file := range append(recorded.Files(), "tree.json") {
		if read(t, filepath.Join(first.Dir, file)) != read(t, filepath.Join(second.Dir, file)) {
			t.Errorf("%s differs between two syntheses of the same settings", file)
		}
	}
}

// Environments differ by their settings alone: with those of another, an environment has
// the templates of the other but for its name. So the settings' table is the list of
// differences.
func TestAnEnvironmentIsItsSettings(t *testing.T) {
	t.Parallel()
	for _, c := range platformtest.Environments()[1:] {
		was := platformtest.Synth(t, c).Settings.Name
		other := platformtest.SynthOtherwise(t, c, func(env *config.Environment) { env.Name, env.Like = "somewhere", "dev" })
		for _, file := range recorded.Files() {
			want := read(t, filepath.Join(platformtest.Synth(t, c).Dir, file))
			if got := strings.ReplaceAll(read(t, filepath.Join(other.Dir, file)), other.Settings.Name, was); strings.HasSuffix(file, ".template.json") && got != want {
				t.Errorf("%s of %s depends on more than the settings", file, was)
			}
		}
	}
}

// The messages themselves are tested where they are made, in lib/config; this is
// about the program: one line a mistake, exit code 1, nothing written.
func TestAMistakeIsOneClearLine(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	shipped := platformtest.ShippedFolder(t)
	oldest := oldestNode(t)
	old := filepath.Join(t.TempDir(), "node")
	if err := os.WriteFile(old, fmt.Appendf(nil, "#!/bin/sh\necho v%d.19.0\n", oldest-1), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		dir     string
		context map[string]any
		environ string // variables, a space between them
		says    []string
	}{
		"an unknown environment":                  {shipped, map[string]any{"env": "nowhere"}, "", []string{`"nowhere"`}},
		"several mistakes":                        {shipped, map[string]any{"natGateway": "2", "account": "1", "cpuArchitecture": "mips", "auroraMinAcu": "0.3"}, "", []string{"natGateways", "account", "cpuArchitecture", "0.3"}},
		"another folder":                          {t.TempDir(), nil, "", []string{"repository's root"}},
		"no Node.js":                              {shipped, map[string]any{}, "PATH= JSII_NODE=", []string{"Node.js"}},
		"another Node.js that is not there":       {shipped, map[string]any{}, "JSII_NODE=/nowhere/node", []string{"/nowhere/node"}},
		"a Node.js that is too old":               {shipped, map[string]any{}, "JSII_NODE=" + old, []string{fmt.Sprintf("%d is the oldest", oldest)}},
		"a program that is no Node.js":            {shipped, map[string]any{}, "JSII_NODE=/bin/echo", []string{"/bin/echo"}},
		"no home directory":                       {shipped, map[string]any{}, "HOME= GOPATH= GOMODCACHE= GOCACHE= XDG_CACHE_HOME=", []string{"home directory"}},
		"a file in the output directory's place":  {shipped, map[string]any{}, "CDK_OUTDIR=" + file, []string{file}},
		"a file where a directory has to be made": {shipped, map[string]any{}, "CDK_OUTDIR=" + filepath.Join(file, "cdk.out"), []string{file}},
		"a temporary directory that is not there": {shipped, map[string]any{}, "TMPDIR=/nowhere", []string{"/nowhere"}},
		"an output directory that takes no files": {shipped, map[string]any{}, "CDK_OUTDIR=/proc/self", []string{"/proc/self"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := platformtest.Run(t, tc.dir, tc.context, strings.Fields(tc.environ)...)
			if got.Code != 1 || got.Wrote || got.Stdout != "" || len(got.Stderr) != len(tc.says) {
				t.Errorf("exit code %d, wrote %t, stdout %q, stderr %q; want 1, nothing written and a line a mistake", got.Code, got.Wrote, got.Stdout, got.Stderr)
			}
			for _, says := range tc.says {
				if !strings.Contains(fmt.Sprint(got.Stderr), says) {
					t.Errorf("stderr does not mention %s: %q", says, got.Stderr)
				}
			}
		})
	}
}

// oldestNode is the oldest major version of Node.js that npm accepts for the repository.
func oldestNode(t *testing.T) (major int) {
	t.Helper()
	var project struct{ Engines struct{ Node string } }
	if err := json.Unmarshal([]byte(read(t, "package.json")), &project); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscanf(project.Engines.Node, ">=%d", &major); err != nil {
		t.Fatalf("engines of package.json: %q: %v", project.Engines.Node, err)
	}
	return major
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
