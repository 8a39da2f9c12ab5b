#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <yaml.h>

#include "adapter/kubernetes/api_access.h"
#include "base/base64.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/text.h"

/* Larger than any kubeconfig of a person; a limit, so that a wrong file costs nothing. */
enum
{
	KUBECONFIG_LIMIT_BYTES = 4 << 20
};

struct kubeconfig
{
	const char *path;
	yaml_document_t *document;
	struct failure *failure;
};

static bool
refuse(const struct kubeconfig *config, const char *what)
{
	return fail(config->failure, FAILURE_SETTINGS, "cannot use kubeconfig %s: %s", config->path,
	            what);
}

/* The value of a key, or NULL; NULL in gives NULL out, so that look-ups can be nested. */
static const yaml_node_t *
member(const struct kubeconfig *config, const yaml_node_t *node, const char *name)
{
	if (node == NULL || node->type != YAML_MAPPING_NODE)
		return NULL;
	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++)
	{
		const yaml_node_t *key = yaml_document_get_node(config->document, pair->key);

		if (key->type == YAML_SCALAR_NODE &&
		    strcmp((const char *)key->data.scalar.value, name) == 0)
			return yaml_document_get_node(config->document, pair->value);
	}
	return NULL;
}

static const char *
text_member(const struct kubeconfig *config, const yaml_node_t *node, const char *name)
{
	const yaml_node_t *value = member(config, node, name);

	if (value == NULL || value->type != YAML_SCALAR_NODE || value->data.scalar.length == 0)
		return NULL;
	return (const char *)value->data.scalar.value;
}

static char *
copy_member(const struct kubeconfig *config, const yaml_node_t *node, const char *name)
{
	const char *value = text_member(config, node, name);

	return value != NULL ? memory_copy_text(value) : NULL;
}

/* The entry of clusters, users or contexts with this name. */
static const yaml_node_t *
find_named(const struct kubeconfig *config, const char *list, const char *kind, const char *name)
{
	const yaml_node_t *items = member(config, yaml_document_get_root_node(config->document), list);

	if (items == NULL || items->type != YAML_SEQUENCE_NODE || name == NULL)
		return NULL;
	for (const yaml_node_item_t *item = items->data.sequence.items.start;
	     item < items->data.sequence.items.top; item++)
	{
		const yaml_node_t *entry = yaml_document_get_node(config->document, *item);
		const char *entry_name = text_member(config, entry, "name");

		if (entry_name != NULL && strcmp(entry_name, name) == 0)
			return member(config, entry, kind);
	}
	return NULL;
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
read_material(const struct kubeconfig *config, const yaml_node_t *node, const char *name,
              struct api_material *material)
{
	cleanup_memory char *data_name = memory_format("%s-data", name);
	const char *data = text_member(config, node, data_name);
	const char *path = text_member(config, node, name);
	cleanup_secret_text struct text content = TEXT_EMPTY;

	if (data == NULL)
	{
		material->path = path != NULL ? resolve_path(config, path) : NULL;
		return true;
	}
	if (!base64_decode(data, strlen(data), &content))
	{
		cleanup_memory char *problem = memory_format("%s is not base64", data_name);

		return refuse(config, problem);
	}
	material->content = memory_copy_bytes(text_bytes(&content), content.length_bytes);
	return true;
}

static bool
read_cluster(const struct kubeconfig *config, const yaml_node_t *cluster, struct api_access *access)
{
	const char *server = text_member(config, cluster, "server");
	const char *skips = text_member(config, cluster, "insecure-skip-tls-verify");

	if (server == NULL)
		return refuse(config, "its context's cluster names no server");

	size_t length = strlen(server);

	while (length > 0 && server[length - 1] == '/')
		length--;
	access->url = memory_copy_bytes(server, length);
	access->tls_server_name = copy_member(config, cluster, "tls-server-name");
	access->proxy_url = copy_member(config, cluster, "proxy-url");
	access->skips_verification = skips != NULL && strcmp(skips, "true") == 0;
	return read_material(config, cluster, "certificate-authority", &access->certificate_authority);
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
	{"as",
     "its user acts as another (impersonation), which is not served; give a token or a client "
     "certificate of that other"},
	{"username", "its user logs in by name and password, which no current API server takes; give a "
                 "token or a client certificate"},
};

static bool
read_user(const struct kubeconfig *config, const yaml_node_t *user, struct api_access *access)
{
	const char *token_file = text_member(config, user, "tokenFile");

	for (size_t index = 0; index < sizeof refused_members / sizeof refused_members[0]; index++)
	{
		if (member(config, user, refused_members[index].name) != NULL)
			return refuse(config, refused_members[index].why);
	}
	/* A token file wins over a token, as in kubectl: it is the one that is kept fresh. */
	if (token_file != NULL)
		access->token.path = resolve_path(config, token_file);
	else
		access->token.content = copy_member(config, user, "token");
	return read_material(config, user, "client-certificate", &access->client_certificate) &&
	       read_material(config, user, "client-key", &access->client_key);
}

/* Whoever listens on the way must not have the token; kubectl leaves it out there. */
static bool
check_privacy(const struct kubeconfig *config, const struct api_access *access)
{
	bool has_token = access->token.path != NULL || access->token.content != NULL;

	return !has_token || strncasecmp(access->url, "https://", strlen("https://")) == 0 ||
	       refuse(config, "its server is not reached by https, where its token would be readable "
	                      "by others");
}

static bool
read_context(const struct kubeconfig *config, const char *wanted, struct api_access *access)
{
	const yaml_node_t *root = yaml_document_get_root_node(config->document);
	const char *name = wanted != NULL ? wanted : text_member(config, root, "current-context");

	if (name == NULL)
		return refuse(config, "it has no current-context");

	const yaml_node_t *context = find_named(config, "contexts", "context", name);

	if (context == NULL)
	{
		cleanup_memory char *problem = memory_format("it has no context \"%s\"", name);

		return refuse(config, problem);
	}

	const yaml_node_t *cluster =
		find_named(config, "clusters", "cluster", text_member(config, context, "cluster"));
	const char *user_name = text_member(config, context, "user");
	const yaml_node_t *user = find_named(config, "users", "user", user_name);

	if (cluster == NULL)
		return refuse(config, "its context names a cluster that it does not have");
	if (user == NULL && user_name != NULL)
		return refuse(config, "its context names a user that it does not have");
	access->namespace = copy_member(config, context, "namespace");
	if (access->namespace == NULL)
		access->namespace = memory_copy_text("default");
	return read_cluster(config, cluster, access) && read_user(config, user, access) &&
	       check_privacy(config, access);
}

/* Tokens and keys stay in libyaml's memory otherwise, until somebody gets that memory. */
static void
wipe_scalars(const yaml_document_t *document)
{
	for (yaml_node_t *node = document->nodes.start; node < document->nodes.top; node++)
	{
		if (node->type == YAML_SCALAR_NODE)
			explicit_bzero(node->data.scalar.value, node->data.scalar.length);
	}
}

bool
api_access_parse_kubeconfig(const struct kubeconfig_text *text, const char *context,
                            struct api_access *access, struct failure *failure)
{
	yaml_parser_t parser;
	yaml_document_t document;
	struct kubeconfig config = {text->path, &document, failure};
	cleanup_api_access struct api_access found = {0};

	if (yaml_parser_initialize(&parser) == 0)
		return fail(failure, FAILURE_TRANSIENT, "no memory to read kubeconfig %s", text->path);
	yaml_parser_set_input_string(&parser, (const unsigned char *)text->bytes, text->length_bytes);
	if (yaml_parser_load(&parser, &document) == 0)
	{
		fail(failure, FAILURE_SETTINGS, "cannot read kubeconfig %s:%zu: %s", text->path,
		     parser.problem_mark.line + 1, parser.problem != NULL ? parser.problem : "not YAML");
		yaml_parser_delete(&parser);
		return false;
	}

	bool is_read = read_context(&config, context, &found);

	wipe_scalars(&document);
	yaml_document_delete(&document);
	yaml_parser_delete(&parser);
	if (!is_read)
		return false;
	*access = found;
	found = (struct api_access){0};
	return true;
}

/* KUBECONFIG may name several files, which kubectl merges; the first that is there serves here. */
static char *
default_path(void)
{
	const char *list = getenv("KUBECONFIG");
	const char *home = getenv("HOME");

	while (list != NULL && *list != '\0')
	{
		size_t length = strcspn(list, ":");
		cleanup_memory char *path = memory_copy_bytes(list, length);

		if (length > 0 && access(path, F_OK) == 0)
			return take(path);
		list += length + (list[length] == ':');
	}
	return memory_format("%s/.kube/config", home != NULL ? home : "");
}

bool
api_access_from_kubeconfig(const char *path, const char *context, struct api_access *access,
                           struct failure *failure)
{
	cleanup_memory char *chosen = path != NULL ? memory_copy_text(path) : default_path();
	cleanup_descriptor int descriptor = open(chosen, O_RDONLY | O_CLOEXEC);
	cleanup_secret_text struct text content = TEXT_EMPTY;
	cleanup_memory char *why = NULL;

	if (descriptor < 0)
		return fail(failure, FAILURE_SETTINGS, "cannot open kubeconfig %s: %s", chosen,
		            strerror(errno));
	if (!bounded_file_read(descriptor, KUBECONFIG_LIMIT_BYTES, &content, &why))
		return fail(failure, FAILURE_SETTINGS, "cannot read kubeconfig %s: %s", chosen, why);

	struct kubeconfig_text text = {text_bytes(&content), content.length_bytes, chosen};

	return api_access_parse_kubeconfig(&text, context, access, failure);
}
