// Command argo-sync brings an application's manifests to a cluster as Argo CD
// does it: by Argo CD's own engine, driven the way that its application
// controller drives it. There is no repository and no Application object; what
// "helm template" prints comes in, and what Argo CD would show goes out.
//
//	helm template ... | argo-sync -namespace N -application A
//
// The answer is one JSON document. The exit status is 0 if the sync succeeded,
// 1 if it failed, 2 if it could not be tried.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"sort"
	"time"

	"github.com/argoproj/gitops-engine/pkg/cache"
	"github.com/argoproj/gitops-engine/pkg/diff"
	"github.com/argoproj/gitops-engine/pkg/health"
	"github.com/argoproj/gitops-engine/pkg/sync"
	"github.com/argoproj/gitops-engine/pkg/sync/common"
	"github.com/argoproj/gitops-engine/pkg/sync/hook"
	"github.com/argoproj/gitops-engine/pkg/sync/ignore"
	"github.com/argoproj/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/gitops-engine/pkg/utils/tracing"
	"github.com/go-logr/logr"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	// By this annotation Argo CD 3 knows an application's objects again.
	trackingAnnotation = "argocd.argoproj.io/tracking-id"

	// Argo CD waits two seconds after a wave, for the cache to know what the
	// wave has made. This cache has only one namespace to follow.
	waveDelay = 500 * time.Millisecond

	refreshInterval = time.Second
)

type application struct {
	name, namespace string
	targets         []*unstructured.Unstructured
	prune           bool

	config  *rest.Config
	cache   cache.ClusterCache
	kubectl kube.Kubectl
	sync    syncState
}

// What the controller keeps in an Application's status from step to step.
type syncState struct {
	phase   common.OperationPhase
	message string
	results []common.ResourceSyncResult
	started metav1.Time
}

type resource struct {
	Kind      string                `json:"kind"`
	Name      string                `json:"name"`
	Hook      common.HookType       `json:"hook,omitempty"`
	SyncPhase common.SyncPhase      `json:"syncPhase"`
	Status    common.ResultCode     `json:"status,omitempty"`
	HookPhase common.OperationPhase `json:"hookPhase,omitempty"`
	Message   string                `json:"message,omitempty"`
}

type answer struct {
	Phase   common.OperationPhase `json:"phase"`
	Message string                `json:"message"`
	// In the order in which they were dealt with.
	Resources []resource `json:"resources"`
	// "Kind/name" of what made the application OutOfSync, before and after.
	OutOfSyncBefore []string `json:"outOfSyncBefore"`
	OutOfSync       []string `json:"outOfSync"`
	// Of the application: its worst object's.
	Health health.HealthStatusCode `json:"health"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "argo-sync:", err)
		os.Exit(2)
	}
}

func run() error {
	namespace := flag.String("namespace", "", "of the application's objects")
	name := flag.String("application", "", "its name")
	prune := flag.Bool("prune", false, "delete what is no longer among the manifests")
	timeout := flag.Duration("timeout", time.Minute, "after which the sync is terminated")
	flag.Parse()
	if *namespace == "" || *name == "" || flag.NArg() > 0 {
		return errors.New("usage: argo-sync -namespace N -application A [-prune] [-timeout T] <MANIFESTS")
	}

	app, err := load(*name, *namespace)
	if err != nil {
		return err
	}
	app.prune = *prune

	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	answer, err := app.synchronize(ctx)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(answer); err != nil {
		return err
	}
	if !answer.Phase.Successful() {
		os.Exit(1)
	}
	return nil
}

func load(name, namespace string) (*application, error) {
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(
		clientcmd.NewDefaultClientConfigLoadingRules(), nil).ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("cannot read the kubeconfig: %w", err)
	}
	config.QPS, config.Burst = 50, 100 // as Argo CD has it

	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return nil, fmt.Errorf("cannot read the manifests: %w", err)
	}
	app := &application{name: name, namespace: namespace, config: config}
	if app.targets, err = kube.SplitYAML(text); err != nil {
		return nil, fmt.Errorf("cannot read the manifests: %w", err)
	}
	for _, target := range app.targets {
		if target.GetNamespace() == "" {
			target.SetNamespace(namespace)
		}
		annotations := target.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations[trackingAnnotation] = app.trackingID(target)
		target.SetAnnotations(annotations)
	}

	app.kubectl = &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	app.cache = cache.NewClusterCache(config,
		cache.SetLogr(logr.Discard()),
		cache.SetKubectl(app.kubectl),
		cache.SetNamespaces([]string{namespace}),
		cache.SetPopulateResourceInfoHandler(func(object *unstructured.Unstructured, _ bool) (any, bool) {
			// Compared as a whole: an object that copied the annotation is not ours.
			isOurs := object.GetAnnotations()[trackingAnnotation] == app.trackingID(object)
			return isOurs, isOurs
		}))
	if err := app.cache.EnsureSynced(); err != nil {
		return nil, fmt.Errorf("cannot read the cluster: %w", err)
	}
	app.sync = syncState{phase: common.OperationRunning, started: metav1.Now()}
	return app, nil
}

func (app *application) trackingID(object *unstructured.Unstructured) string {
	kind := object.GroupVersionKind().GroupKind()
	return fmt.Sprintf("%s:%s/%s:%s/%s", app.name, kind.Group, kind.Kind, object.GetNamespace(), object.GetName())
}

func (app *application) synchronize(ctx context.Context) (*answer, error) {
	updated := make(chan struct{}, 1)
	defer app.cache.OnResourceUpdated(func(_, _ *cache.Resource, _ map[kube.ResourceKey]*cache.Resource) {
		select {
		case updated <- struct{}{}:
		default:
		}
	})()

	before, err := app.reconcile()
	if err != nil {
		return nil, err
	}
	answer := &answer{}
	if answer.OutOfSyncBefore, err = outOfSync(before); err != nil {
		return nil, err
	}
	for !app.sync.phase.Completed() {
		select {
		case <-ctx.Done():
			err = app.step(sync.SyncContext.Terminate)
		default:
			err = app.step(sync.SyncContext.Sync)
		}
		if err != nil {
			return nil, err
		}
		if !app.sync.phase.Completed() {
			select {
			case <-updated:
			case <-ctx.Done():
			case <-time.After(refreshInterval):
			}
		}
	}

	time.Sleep(waveDelay)
	after, err := app.reconcile()
	if err != nil {
		return nil, err
	}
	if answer.OutOfSync, err = outOfSync(after); err != nil {
		return nil, err
	}
	if answer.Health, err = healthOf(after); err != nil {
		return nil, err
	}
	answer.Phase, answer.Message = app.sync.phase, app.sync.message
	for _, each := range app.sync.results {
		answer.Resources = append(answer.Resources, resource{
			Kind: each.ResourceKey.Kind, Name: each.ResourceKey.Name,
			Hook: each.HookType, SyncPhase: each.SyncPhase,
			Status: each.Status, HookPhase: each.HookPhase, Message: each.Message,
		})
	}
	return answer, nil
}

// What is wanted beside what is there. Objects that hooks have made are among
// the live ones until the engine sorts them out.
func (app *application) reconcile() (sync.ReconciliationResult, error) {
	live, err := app.cache.GetManagedLiveObjs(app.targets, func(each *cache.Resource) bool {
		isOurs, _ := each.Info.(bool)
		return isOurs
	})
	if err != nil {
		return sync.ReconciliationResult{}, fmt.Errorf("cannot read the application's objects: %w", err)
	}
	return sync.Reconcile(app.targets, live, app.namespace, app.cache), nil
}

// One step of the sync. The controller makes a new context for every step, from
// what it kept of the last: a context sees only the objects that there were
// when it was made.
func (app *application) step(do func(sync.SyncContext)) error {
	reconciled, err := app.reconcile()
	if err != nil {
		return err
	}
	foreground := metav1.DeletePropagationForeground
	dryRun, force, skipHooks := false, false, false
	step, cleanup, err := sync.NewSyncContext("", reconciled, app.config, app.config, app.kubectl,
		app.namespace, app.cache.GetOpenAPISchema(),
		sync.WithLogr(logr.Discard()),
		sync.WithOperationSettings(dryRun, app.prune, force, skipHooks),
		sync.WithInitialState(app.sync.phase, app.sync.message, app.sync.results, app.sync.started),
		sync.WithPrunePropagationPolicy(&foreground),
		sync.WithSyncWaveHook(func(_ common.SyncPhase, _ int, isFinal bool) error {
			if !isFinal {
				time.Sleep(waveDelay)
			}
			return nil
		}))
	if err != nil {
		return fmt.Errorf("cannot begin a step of the sync: %w", err)
	}
	defer cleanup()
	do(step)
	app.sync.phase, app.sync.message, app.sync.results = step.GetState()
	return nil
}

// outOfSync names the objects that make an application OutOfSync. Hooks never do.
func outOfSync(reconciled sync.ReconciliationResult) ([]string, error) {
	differences, err := diff.DiffArray(reconciled.Target, reconciled.Live, diff.WithLogr(logr.Discard()))
	if err != nil {
		return nil, fmt.Errorf("cannot compare wanted and live objects: %w", err)
	}
	names := []string{}
	for i, target := range reconciled.Target {
		live := reconciled.Live[i]
		object := live
		if object == nil {
			object = target
		}
		if hook.IsHook(object) || ignore.Ignore(object) {
			continue
		}
		if target == nil || live == nil || differences.Diffs[i].Modified {
			names = append(names, object.GetKind()+"/"+object.GetName())
		}
	}
	sort.Strings(names)
	return names, nil
}

func healthOf(reconciled sync.ReconciliationResult) (health.HealthStatusCode, error) {
	worst := health.HealthStatusHealthy
	for i, live := range reconciled.Live {
		if reconciled.Target[i] == nil {
			continue
		}
		status := &health.HealthStatus{Status: health.HealthStatusMissing}
		if live != nil {
			var err error
			if status, err = health.GetResourceHealth(live, nil); err != nil {
				return "", fmt.Errorf("cannot tell the health of %s %q: %w", live.GetKind(), live.GetName(), err)
			}
		}
		if status != nil && health.IsWorse(worst, status.Status) {
			worst = status.Status
		}
	}
	return worst, nil
}
