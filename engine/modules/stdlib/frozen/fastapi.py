"""Routers, dependencies and HTTPException, as far as route functions are called in process: nothing serves them."""
from http import HTTPStatus as _HTTPStatus


class HTTPException(Exception):
    def __init__(self, status_code, detail=None, headers=None):
        if detail is None:
            detail = _HTTPStatus(status_code).phrase
        self.status_code = status_code
        self.detail = detail
        self.headers = headers

    def __str__(self):
        return f"{self.status_code}: {self.detail}"

    def __repr__(self):
        return f"{self.__class__.__name__}(status_code={self.status_code!r}, detail={self.detail!r})"


class _Depends:
    def __init__(self, dependency=None, *, use_cache=True):
        self.dependency = dependency
        self.use_cache = use_cache

    def __repr__(self):
        name = getattr(self.dependency, "__name__", type(self.dependency).__name__)
        return f"Depends({name}{'' if self.use_cache else ', use_cache=False'})"


def Depends(dependency=None, *, use_cache=True):
    return _Depends(dependency, use_cache=use_cache)


class _Parameter:
    def __init__(self, default=..., **options):
        self.default = default
        self.__dict__.update(options)

    def __repr__(self):
        return f"{self.__class__.__name__}({self.default if self.default is not ... else 'PydanticUndefined'})"


class Query(_Parameter):
    pass


class Path(_Parameter):
    pass


class Body(_Parameter):
    pass


class Header(_Parameter):
    pass


class APIRoute:
    def __init__(self, path, endpoint, *, methods, **options):
        if not path.startswith("/"):
            raise AssertionError("Routed paths must start with '/'")
        self.path = path
        self.endpoint = endpoint
        self.methods = set(methods)
        self.name = options.get("name") or endpoint.__name__
        self.response_model = options.get("response_model")
        self.status_code = options.get("status_code")
        self.tags = list(options.get("tags") or [])
        self.dependencies = list(options.get("dependencies") or [])

    def __repr__(self):
        return f"APIRoute(path={self.path!r}, name={self.name!r}, methods={sorted(self.methods)!r})"


class APIRouter:
    def __init__(self, *, prefix="", tags=None, dependencies=None, responses=None, **options):
        if prefix:
            if not prefix.startswith("/"):
                raise AssertionError("A path prefix must start with '/'")
            if prefix.endswith("/"):
                raise AssertionError("A path prefix must not end with '/', as the routes will start with '/'")
        self.prefix = prefix
        self.tags = tags or []
        self.dependencies = list(dependencies or [])
        self.routes = []

    def add_api_route(self, path, endpoint, *, methods=None, **options):
        options["tags"] = self.tags + list(options.get("tags") or [])
        options["dependencies"] = self.dependencies + list(options.get("dependencies") or [])
        self.routes.append(APIRoute(self.prefix + path, endpoint, methods=methods or ["GET"], **options))

    def api_route(self, path, *, methods=None, **options):
        def decorator(func):
            self.add_api_route(path, func, methods=methods, **options)
            return func

        return decorator

    def get(self, path, **options):
        return self.api_route(path, methods=["GET"], **options)

    def post(self, path, **options):
        return self.api_route(path, methods=["POST"], **options)

    def put(self, path, **options):
        return self.api_route(path, methods=["PUT"], **options)

    def patch(self, path, **options):
        return self.api_route(path, methods=["PATCH"], **options)

    def delete(self, path, **options):
        return self.api_route(path, methods=["DELETE"], **options)

    def include_router(self, router, *, prefix="", tags=None, dependencies=None, **options):
        for route in router.routes:
            self.add_api_route(prefix + route.path, route.endpoint, methods=sorted(route.methods), name=route.name,
                               response_model=route.response_model, status_code=route.status_code,
                               tags=list(tags or []) + route.tags,
                               dependencies=list(dependencies or []) + route.dependencies)


class FastAPI(APIRouter):
    def __init__(self, *, title="FastAPI", version="0.1.0", lifespan=None, **options):
        super().__init__(**{name: options[name] for name in ("tags", "dependencies") if name in options})
        self.title = title
        self.version = version
        self.dependency_overrides = {}


def _status():
    import types
    module = types.ModuleType("fastapi.status")
    for status in _HTTPStatus:
        setattr(module, f"HTTP_{status.value}_{status.name}", status.value)
    return module


status = _status()
