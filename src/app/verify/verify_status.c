#include "app/verify/verify_status.h"

#include <string.h>

#include "app/cluster_warning.h"

static size_t
broken_count_of(const struct finding_list *findings, const char *source)
{
	size_t count = 0;

	for (size_t index = 0; index < findings->count; index++)
	{
		const struct finding *finding = &findings->items[index];

		count += finding->class == FINDING_BROKEN &&
		         (finding->source == NULL || strcmp(finding->source, source) == 0);
	}
	return count;
}

static void
tell_verdict(const struct application *application, const struct finding_list *findings,
             const struct managed_schema *schema)
{
	const struct cluster *cluster = application->cluster;
	int64_t now_unix_ms = application->clock->unix_ms(application->clock->context);
	size_t broken_count = broken_count_of(findings, schema->source);
	struct cluster_failures failures = {.count = 0};
	struct failure drift = {0};

	if (broken_count > 0)
		(void)fail(&drift, FAILURE_DRIFT,
		           "schema \"%s\" in database \"%s\" has %zu difference%s from what is expected",
		           schema->name, schema->database, broken_count, broken_count == 1 ? "" : "s");

	const struct run_verdict verdict = {
		.report = {.phase = PHASE_UNCHANGED,
	               .bundle = schema->bundle,
	               .source = schema->source,
	               .database = schema->database,
	               .schema = schema->name,
	               .message = "verified",
	               .tool_version = application->tool_version,
	               .version = schema->version,
	               .started_unix_ms = now_unix_ms,
	               .now_unix_ms = now_unix_ms},
		.findings = findings,
		.drift = broken_count > 0 ? &drift : NULL,
	};

	cluster->verified(cluster->context, &verdict, &failures);
	cluster_warn(&failures);
}

void
verify_status_tell(const struct application *application, const struct managed_schema_list *schemas,
                   const struct finding_list *findings)
{
	for (size_t index = 0; index < schemas->count; index++)
		tell_verdict(application, findings, &schemas->items[index]);
}
