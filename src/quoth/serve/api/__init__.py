"""The REST API: every verb on an archive, with its options and what it gives as JSON.

app          `api` makes the application; `options` what it may be told
asks         routes that ask; `gives` the archive whole, in SQL, the schemas; `sends` take in
parameters   the options of the verbs as parameters
desk         what the routes share; `pool` the archives, `state` the ETags
reading      the queue before the process that runs models; `work` is what is done there
problems     what goes wrong, as problem documents
guard        bounds of requests, headers of safety
openapi      the description, with the words of `told`; `reference` the page made of it
"""

from quoth.serve.api.app import api
from quoth.serve.api.options import ApiOptions

__all__ = ["ApiOptions", "api"]
