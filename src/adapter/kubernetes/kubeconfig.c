#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "adapter/kubernetes/api_access.h"
#include "adapter/yaml/yaml_node.h"
#include "adapter/yaml/yaml_stream.h"
#include "base/base64.h"
#include "base/cleanup.h"
#include "base/count_of.h"
#include "base/memory.h"
#include "base/stop_signal.h"
#include "base/text.h"
#include "domain/uri_parts.h"

/* One file. */
struct kubeconfig
{
	const char *path;
	yaml_document_t *document;
	struct failure *failure;
};

/* All of them. */
struct kubeconfig_list
{
	const struct kubeconfig *items;
	size_t count;
	struct failure *failure;
};

/* A node and the file that has it. */
struct kubeconfig_place
{
	const struct kubeconfig *config;
	const yaml_node_t *node;
};

static bool
refuse_config(const struct kubeconfig *config, const char *what)
{
	return fail(config->failure, FAILURE_SETTINGS, "cannot use kubeconfig %s: %s", config->path,
	            what);
}

/* Refuses the list for an entry that no file has. */
static bool
refuse_all(const struct kubeconfig_list *list, const char *what)
{
	cleanup_text struct text paths = TEXT_EMPTY;

	for (size_t index = 0; index < list->count; index++)
		text_append_format(&paths, "%s%s", index > 0 ? ":" : "", list->items[index].path);
	return fail(list->failure, FAILURE_SETTINGS, "cannot use kubeconfig %s: %s", text_bytes(&paths),
	            what);
}

/* The value of a key, or NULL; NULL in gives NULL out, so that look-ups can be nested. */
static const yaml_node_t *
member(const struct kubeconfig *config, const yaml_node_t *node, const char *name)
{
	return yaml_node_member(config->document, node, name);
}

static const char *
config_text_member(const struct kubeconfig *config, const yaml_node_t *node, const char *name)
{
	const char *value = yaml_node_text(member(config, node, name));

	return value != NULL && value[0] != '\0' ? value : NULL;
}

static char *
copy_member(const struct kubeconfig *config, const yaml_node_t *node, const char *name)
{
	const char *value = config_text_member(config, node, name);

	return value != NULL ? memory_copy_text(value) : NULL;
}

/* The entry of one file's clusters, users or contexts with this name. */
static const yaml_node_t *
find_entry(const struct kubeconfig *config, const char *list, const char *name)
{
	const yaml_node_t *items = member(config, yaml_document_get_root_node(config->document), list);

	if (items == NULL || items->type != YAML_SEQUENCE_NODE)
		return NULL;
	for (const yaml_node_item_t *item = items->data.sequence.items.start;
	     item < items->data.sequence.items.top; item++)
	{
		const yaml_node_t *entry = yaml_document_get_node(config->document, *item);
		const char *entry_name = config_text_member(config, entry, "name");

		if (entry_name != NULL && strcmp(entry_name, name) == 0)
			return entry;
	}
	return NULL;
}

/* The first of that name in any file. */
static struct kubeconfig_place
find_named(const struct kubeconfig_list *list, const char *entries, const char *kind,
           const char *name)
{
	for (size_t index = 0; name != NULL && index < list->count; index++)
	{
		const struct kubeconfig *config = &list->items[index];
		const yaml_node_t *entry = find_entry(config, entries, name);

		if (entry != NULL)
			return (struct kubeconfig_place){config, member(config, entry, kind)};
	}
	return (struct kubeconfig_place){NULL, NULL};
}

static const char *
find_current_context(const struct kubeconfig_list *list)
{
	const char *name = NULL;

	for (size_t index = 0; name == NULL && index < list->count; index++)
	{
		const struct kubeconfig *config = &list->items[index];

		name = config_text_member(config, yaml_document_get_root_node(config->document),
		                          "current-context");
	}
	return name;
}

/* File names in a kubeconfig are relative to its folder. */
static char *
resolve_path(const struct kubeconfig *config, const char *name)
{
	const char *slash = strrchr(config->path, '/');

	if (name[0] == '/' || slash == NULL)
		return memory_copy_text(name);
	return memory_format("%.*s/%s", (int)(slash - config->path), config->path, name);
}

/* "certificate-authority" is a file, "certificate-authority-data" its content in base64; data wins. */
static bool
read_config_material(const struct kubeconfig *config, const yaml_node_t *node, const char *name,
                     struct api_material *material)
{
	cleanup_memory char *data_name = memory_format("%s-data", name);
	const char *data = config_text_member(config, node, data_name);
	const char *path = config_text_member(config, node, name);
	cleanup_secret_text struct text content = TEXT_EMPTY;

	if (data == NULL)
	{
		material->path = path != NULL ? resolve_path(config, path) : NULL;
		return true;
	}
	if (!base64_decode(data, strlen(data), &content))
	{
		cleanup_memory char *problem = memory_format("%s is not base64", data_name);

		return refuse_config(config, problem);
	}
	material->content = memory_copy_bytes(text_bytes(&content), content.length_bytes);
	return true;
}

/*
 * libcurl makes a host or a header of the URL, which then appears in messages and in DNS queries.
 */
static bool
is_server_url(const char *server)
{
	const char *scheme_end = strstr(server, "://");
	size_t scheme_bytes = scheme_end != NULL ? (size_t)(scheme_end - server) + strlen("://") : 0;
	struct uri_parts parts = {0};

	return uri_parts_split(server, scheme_bytes, &parts) == NULL && !parts.has_user &&
	       parts.query.length_bytes == 0;
}

static bool
read_context_cluster(const struct kubeconfig *config, const yaml_node_t *cluster,
                     struct api_access *access)
{
	const char *server = config_text_member(config, cluster, "server");
	const char *skips = config_text_member(config, cluster, "insecure-skip-tls-verify");

	if (server == NULL)
		return refuse_config(config, "its context's cluster names no server");
	if (!is_server_url(server))
		return refuse_config(config,
		                     "its server (not shown) is not a URL of the form https://HOST:PORT, "
		                     "without a user and a password");

	size_t length = strlen(server);

	while (length > 0 && server[length - 1] == '/')
		length--;
	access->url = memory_copy_bytes(server, length);
	access->tls_server_name = copy_member(config, cluster, "tls-server-name");
	access->proxy_url = copy_member(config, cluster, "proxy-url");
	access->skips_verification = skips != NULL && strcmp(skips, "true") == 0;
	return read_config_material(config, cluster, "certificate-authority",
	                            &access->certificate_authority);
}

struct refused_member
{
	const char *name;
	const char *why;
};

static const struct refused_member refused_members[] = {
	{"exec", "its user logs in by an exec plugin, which would run another program; give a token or "
             "a client certificate"},
	{"auth-provider", "its user logs in by an auth-provider plugin; give a token or a client "
                      "certificate"},
	{"as", "its user acts as another (impersonation), which is not supported; give a token or a "
           "client certificate of that other"},
	{"username", "its user logs in by name and password, which no current API server accepts; "
                 "give a token or a client certificate"},
};

static bool
read_user(const struct kubeconfig *config, const yaml_node_t *user, struct api_access *access)
{
	const char *token_file = config_text_member(config, user, "tokenFile");

	for (size_t index = 0; index < COUNT_OF(refused_members); index++)
	{
		if (member(config, user, refused_members[index].name) != NULL)
			return refuse_config(config, refused_members[index].why);
	}
	/* A token file wins over a token, as in kubectl: it is the one that is renewed. */
	if (token_file != NULL)
		access->token.path = resolve_path(config, token_file);
	else
		access->token.content = copy_member(config, user, "token");
	return read_config_material(config, user, "client-certificate", &access->client_certificate) &&
	       read_config_material(config, user, "client-key", &access->client_key);
}

/* An unencrypted connection must not carry the token; kubectl leaves it out there. */
static bool
check_privacy(const struct kubeconfig *config, const struct api_access *access)
{
	bool has_token = access->token.path != NULL || access->token.content != NULL;

	return !has_token || strncasecmp(access->url, "https://", strlen("https://")) == 0 ||
	       refuse_config(config,
	                     "its server is not reached by https, so others could read its token");
}

static bool
read_context(const struct kubeconfig_list *list, const char *wanted, struct api_access *access)
{
	const char *name = wanted != NULL ? wanted : find_current_context(list);

	if (name == NULL)
		return refuse_all(list, "it has no current-context");

	struct kubeconfig_place context = find_named(list, "contexts", "context", name);

	if (context.node == NULL)
	{
		cleanup_memory char *problem = memory_format("it has no context \"%s\"", name);

		return refuse_all(list, problem);
	}

	const char *cluster_name = config_text_member(context.config, context.node, "cluster");
	const char *user_name = config_text_member(context.config, context.node, "user");
	struct kubeconfig_place cluster = find_named(list, "clusters", "cluster", cluster_name);
	struct kubeconfig_place user = find_named(list, "users", "user", user_name);

	if (cluster.node == NULL)
		return refuse_all(list, "its context names a cluster that it does not have");
	if (user.node == NULL && user_name != NULL)
		return refuse_all(list, "its context names a user that it does not have");
	access->namespace = copy_member(context.config, context.node, "namespace");
	if (access->namespace == NULL)
		access->namespace = memory_copy_text("default");
	return read_context_cluster(cluster.config, cluster.node, access) &&
	       (user.node == NULL || read_user(user.config, user.node, access)) &&
	       check_privacy(cluster.config, access);
}

static void
report_kubeconfig_problem(void *context, unsigned long line, const char *problem)
{
	const struct kubeconfig *config = context;

	/* The first problem is the failure. */
	if (config->failure->kind == FAILURE_NONE)
		(void)fail(config->failure, FAILURE_SETTINGS, "cannot read kubeconfig %s:%lu: %s",
		           config->path, line, problem);
}

static bool
load_kubeconfig(const struct kubeconfig_text *text, yaml_document_t *document,
                struct failure *failure)
{
	struct kubeconfig config = {.path = text->path, .failure = failure};
	struct yaml_stream stream = {
		.bytes = text->bytes,
		.length_bytes = text->length_bytes,
		.context = &config,
		.report = report_kubeconfig_problem,
	};

	failure_clear(failure);
	if (!yaml_stream_load(&stream, document))
		return failure->kind != FAILURE_NONE ? false
		                                     : stop_signal_fail(failure, "reading a kubeconfig");

	const yaml_node_t *cut = yaml_node_find_nul(document);

	if (cut == NULL)
		return true;
	report_kubeconfig_problem(&config, yaml_node_line(cut),
	                          "a value holds a NUL byte, which is not allowed");
	yaml_stream_release(document);
	return false;
}

bool
api_access_parse_kubeconfig(const struct kubeconfig_text *texts, size_t count, const char *context,
                            struct api_access *access, struct failure *failure)
{
	yaml_document_t *documents = memory_allocate(count, sizeof *documents);
	struct kubeconfig *configs = memory_allocate(count, sizeof *configs);
	struct kubeconfig_list list = {configs, 0, failure};
	cleanup_api_access struct api_access found = {0};

	while (list.count < count &&
	       load_kubeconfig(&texts[list.count], &documents[list.count], failure))
	{
		configs[list.count] =
			(struct kubeconfig){texts[list.count].path, &documents[list.count], failure};
		list.count++;
	}

	bool is_read = list.count == count && read_context(&list, context, &found);

	for (size_t index = 0; index < list.count; index++)
		yaml_stream_release(&documents[index]);
	free(configs);
	free(documents);
	if (!is_read)
		return false;
	*access = found;
	found = (struct api_access){0};
	return true;
}
