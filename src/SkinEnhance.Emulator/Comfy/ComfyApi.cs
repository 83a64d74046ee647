using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using SkinEnhance.Emulator.Contracts;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Tasks;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Comfy's proxy to Freepik (Magnific), its storage and its balance.</summary>
internal sealed class ComfyApi : Api
{
    private const string Prefix = "/proxy/freepik/v1/ai/";
    private const double CreditsPerDollar = 211;
    private const double CentsPerDollar = 100;

    /// <summary>The assumed image at an external address, for its price; its real size is not known.</summary>
    private static readonly ImageInfo UnknownImage = new(ImageFormat.Unknown, 1000, 1000, 0);

    private readonly EmulatorOptions _options;
    private readonly TaskStore _tasks;
    private readonly ComfyStorage _storage;
    private readonly ResultStore _results;
    private readonly ComfyResponses _responses;
    private readonly ComfyAuthentication _authentication;
    private readonly IdempotencyStore _keys = new();
    private readonly Account _account;
    private readonly object _slots = new();

    public ComfyApi(EmulatorOptions options, TaskStore tasks, ComfyStorage storage, ResultStore results, FaultScript faults)
    {
        _options = options;
        _tasks = tasks;
        _storage = storage;
        _results = results;
        _responses = new ComfyResponses(faults);
        _authentication = new ComfyAuthentication(options.ComfyKey);
        _account = new Account(options.ComfyCredits);
    }

    public override string? Provider => ProviderNames.Comfy;

    public override Route? Find(string method, string path)
    {
        if (path == "/customers/storage")
        {
            return Only("POST", method, new Route(this, FaultTarget.Storage, BodyKind.Json, Immediately(Reserve)));
        }

        if (path == "/customers/balance")
        {
            return Only("GET", method, new Route(this, FaultTarget.Account, BodyKind.None, Immediately(Balance)));
        }

        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return path.StartsWith("/proxy/", StringComparison.Ordinal) || path.StartsWith("/customers/", StringComparison.Ordinal) ? Refuse(404) : null;
        }

        var name = path[Prefix.Length..];
        if (ComfyContracts.Operations.FirstOrDefault(operation => operation.Name == name) is { } operation)
        {
            var submit = new Route(this, FaultTarget.Submit, BodyKind.Json, Immediately(exchange => SubmitWithinLimit(exchange, operation))) { Operation = operation.Name };
            return method == "POST" ? submit : Task(method, name) ?? Refuse(405);
        }

        return Task(method, name) ?? Refuse(404);
    }

    public override Response Error(Exchange exchange, int status, string? code, string message)
    {
        var type = code ?? UsualType(status);
        var response = Response.Json(status, new JsonObject { ["error"] = type ?? "error", ["message"] = message });
        return type is null ? response : response.WithHeader("X-Comfy-Error-Type", type);
    }

    public override Response? Admit(Exchange exchange)
    {
        if (exchange.Header("ailabapi-api-key") is not null)
        {
            return Error(exchange, 400, null, "The request has a key of another provider.");
        }

        if (_authentication.FindError(exchange) is { } wrong)
        {
            return Error(exchange, 401, null, wrong);
        }

        if (KeyOf(exchange) is not { } key)
        {
            return null;
        }

        var (state, response) = _keys.Begin(key, Fingerprint(exchange), exchange.Seen.Number);
        return state switch
        {
            KeyState.InFlight => Error(exchange, 409, "idempotency_in_flight", "The first request with this key is still in progress.").WithHeader("Retry-After", "1"),
            KeyState.Mismatch => Error(exchange, 409, "idempotency_mismatch", "This key was used with another body."),
            KeyState.Completed => response!.WithHeader("Idempotent-Replayed", "true") with { IsReplay = true },
            _ => null,
        };
    }

    public override void Settle(Exchange exchange, Response? response, bool store)
    {
        if (KeyOf(exchange) is not { } key)
        {
            return;
        }

        if (response is not null && (store || exchange.Seen.Billed))
        {
            _keys.Keep(key, Fingerprint(exchange), exchange.Seen.Number, response);
        }
        else
        {
            _keys.Release(key, exchange.Seen.Number);
        }
    }

    public override Response Finish(Response response) => response.WithHeader("X-Comfy-Request-Id", Guid.NewGuid().ToString());

    private static string? UsualType(int status) => status switch
    {
        400 or 413 => "invalid_input",
        401 => "unauthorized",
        402 => "insufficient_credits",
        403 => "forbidden",
        429 => "rate_limited",
        500 => "internal_error",
        502 => "provider_error",
        503 => "service_unavailable",
        504 => "provider_timeout",
        _ => null,
    };

    private static Func<Exchange, CancellationToken, Task<Response>> Immediately(Func<Exchange, Response> handle) =>
        (exchange, _) => System.Threading.Tasks.Task.FromResult(handle(exchange));

    private static string Fingerprint(Exchange exchange) => $"{exchange.Seen.Path} {exchange.Body.Sha256}";

    private string? KeyOf(Exchange exchange) =>
        _options.EnforceIdempotency && exchange.Seen.Target == FaultTarget.Submit ? exchange.Header("Idempotency-Key") : null;

    private Route Only(string allowed, string method, Route route) => method == allowed ? route : Refuse(405);

    private Route Refuse(int status) => new(
        this,
        FaultTarget.Any,
        BodyKind.None,
        Immediately(exchange => Error(exchange, status, null, $"{exchange.Seen.Method} {exchange.Seen.Path} is not served.")));

    private Route? Task(string method, string name)
    {
        var slash = name.LastIndexOf('/');
        var statusRoute = slash < 0 ? string.Empty : name[..slash];
        if (!ComfyContracts.Operations.Any(operation => operation.StatusRoute == statusRoute))
        {
            return null;
        }

        return Only("GET", method, new Route(this, FaultTarget.Status, BodyKind.None, Immediately(exchange => Status(exchange, statusRoute, name[(slash + 1)..]))));
    }

    private Response SubmitWithinLimit(Exchange exchange, ComfyOperation operation)
    {
        if (_options.ComfyConcurrency is not { } limit)
        {
            return Submit(exchange, operation);
        }

        lock (_slots)
        {
            var isFull = _tasks.CountInFlight(ProviderNames.Comfy) >= limit;
            var response = (limit, isFull) switch
            {
                (0, _) => Error(exchange, 403, null, "The account is blocked."),
                (_, true) => Error(exchange, 429, "concurrency_limit_exceeded", $"The account has {limit} requests in flight already."),
                _ => Submit(exchange, operation),
            };
            var current = _tasks.CountInFlight(ProviderNames.Comfy);
            return response
                .WithHeader("X-Concurrency-Limit", limit.ToString(CultureInfo.InvariantCulture))
                .WithHeader("X-Concurrency-Current", current.ToString(CultureInfo.InvariantCulture))
                .WithHeader("X-Concurrency-Remaining", Math.Max(0, limit - current).ToString(CultureInfo.InvariantCulture));
        }
    }

    private Response Submit(Exchange exchange, ComfyOperation operation)
    {
        var body = exchange.Body;
        if (FindBodyError(exchange, operation.Fields) is { } bodyError)
        {
            return Error(exchange, 400, null, bodyError);
        }

        if (!body.HasImage || body.ImageError is not null)
        {
            return Error(exchange, 400, null, $"image: {body.ImageError ?? "is required"}");
        }

        if (FindImage(body, out var image) is { } imageError)
        {
            return Error(exchange, 400, null, $"image: {imageError}");
        }

        var factor = operation.Factor(body.JsonFields.ToDictionary(field => field.Key, field => field.Value));
        if (image?.Image is { } header && (ComfyContracts.CheckImage(header) ?? operation.CheckResult(header, factor)) is { } limit)
        {
            return Error(exchange, 400, null, $"image: {limit}");
        }

        var price = operation.Price(image?.Image ?? UnknownImage, factor);
        if (!_account.TryPay(price))
        {
            return Error(exchange, 402, null, "There are not enough credits on the account.");
        }

        var timing = _options.TimingOf(exchange.Seen with { ImageSha256 = image?.Sha256 });
        var task = _tasks.Accept(exchange, new TaskOrder
        {
            Provider = ProviderNames.Comfy,
            Operation = operation.Name,
            StatusRoute = operation.StatusRoute,
            Parameters = exchange.Seen.Fields,
            Image = image,
            IdempotencyKey = exchange.Header("Idempotency-Key"),
            Credits = price,
            Duration = timing.Duration,
        });
        var response = _responses.Task(exchange, task, TaskPhase.Created);
        foreach (var (name, time) in (ReadOnlySpan<(string, TimeSpan?)>)[("X-Comfy-Estimated-Duration-Seconds", timing.Estimate), ("X-Comfy-Estimated-Duration-P90-Seconds", timing.EstimateP90)])
        {
            if (time is { } estimate)
            {
                response = response.WithHeader(name, Math.Clamp(Math.Ceiling(estimate.TotalSeconds), 1, 86400).ToString(CultureInfo.InvariantCulture));
            }
        }

        return response;
    }

    private Response Status(Exchange exchange, string statusRoute, string id)
    {
        exchange.Note(seen => seen with { TaskId = id });
        if (_tasks.Find(ProviderNames.Comfy, statusRoute, id) is not { } task)
        {
            return Error(exchange, 404, null, $"There is no task {id}.");
        }

        var phase = task.PhaseAt(_options.TimeProvider.GetUtcNow());
        var response = _responses.Task(exchange, task, phase);
        return phase == TaskPhase.Completed
            ? response.WithHeader("X-Comfy-Credits-Used", task.CreditsBilled.ToString(CultureInfo.InvariantCulture))
            : response;
    }

    private Response Reserve(Exchange exchange)
    {
        var fields = exchange.Body.JsonFields;
        if (FindBodyError(exchange, ComfyContracts.StorageFields) is { } error)
        {
            return Error(exchange, 400, null, error);
        }

        var name = Text(fields, "file_name");
        var type = Text(fields, "content_type");
        return string.IsNullOrEmpty(name) || !MediaTypeHeaderValue.TryParse(type, out _)
            ? Error(exchange, 400, null, "file_name and content_type are required, and content_type must be a media type.")
            : Response.Json(200, _storage.Reserve(name, type, Text(fields, "file_hash")));
    }

    private Response Balance(Exchange exchange)
    {
        // The service calls cents micros, and does not round their fractions.
        var cents = Math.Round(_account.Balance / CreditsPerDollar * CentsPerDollar, 6);
        return Response.Json(200, new JsonObject
        {
            ["amount_micros"] = cents,
            ["effective_balance_micros"] = cents,
            ["prepaid_balance_micros"] = cents,
            ["cloud_credit_balance_micros"] = 0,
            ["currency"] = "usd",
        });
    }

    private static string? FindBodyError(Exchange exchange, IReadOnlyList<JsonField> contract)
    {
        if (!MediaTypeHeaderValue.TryParse(exchange.Seen.ContentType, out var type) || type.MediaType?.Equals("application/json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return "The body's Content-Type must be application/json.";
        }

        return exchange.Body.Error is { } error ? $"The request is malformed: {error}." : JsonField.FindError(exchange.Body.JsonFields, contract);
    }

    private string? FindImage(RequestBody body, out SpooledFile? image)
    {
        image = body.File;
        if (body.ImageUrl is null)
        {
            return image!.Image is null ? "is a damaged image" : null;
        }

        if (!Uri.TryCreate(body.ImageUrl, UriKind.Absolute, out var url))
        {
            return "is not an address";
        }

        if (_storage.Owns(url))
        {
            image = _storage.Find(url);
            return image is null ? "there is no file at this address" : image.Image is null ? "is a damaged image" : null;
        }

        if (_results.Owns(url))
        {
            var result = _results.Find(url);
            image = result?.Source;
            return result is null ? "there is no file at this address" : null;
        }

        return url.Scheme == Uri.UriSchemeHttps ? null : "must be an https address";
    }

    private static string? Text(IReadOnlyList<KeyValuePair<string, JsonElement>> fields, string name) =>
        fields.FirstOrDefault(field => field.Key == name).Value is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}
