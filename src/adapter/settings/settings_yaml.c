#include "adapter/settings/settings_yaml.h"

static void
visit(void *context, yaml_document_t *document)
{
	const struct settings_yaml *yaml = context;

	yaml->visit(yaml->context, document);
}

static void
report_settings_problem(void *context, unsigned long line, const char *problem)
{
	const struct settings_yaml *yaml = context;

	settings_add_problem(yaml->settings, "%s:%lu: %s", yaml->name, line, problem);
}

bool
settings_yaml_visit(const struct settings_yaml *yaml)
{
	struct yaml_stream stream = {
		.bytes = yaml->bytes,
		.length_bytes = yaml->length_bytes,
		.context = (void *)yaml,
		.visit = visit,
		.report = report_settings_problem,
	};

	return yaml_stream_visit(&stream);
}
