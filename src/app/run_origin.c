#include "app/run_origin.h"

struct run_origin
run_origin_of(const struct application *application)
{
	return (struct run_origin){
		.pod = application->pod,
		.image = settings_text(application->settings, SETTING_IMAGE),
		.revision = settings_text(application->settings, SETTING_REVISION),
	};
}
