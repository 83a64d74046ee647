using System.Globalization;
using System.Text.Json.Nodes;
using SkinEnhance.Emulator.Contracts;
using SkinEnhance.Emulator.Faults;
using SkinEnhance.Emulator.Files;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Tasks;

namespace SkinEnhance.Emulator.AILab;

/// <summary>AILab Tools: skin retouching, enlargement, the status of asynchronous tasks, and the credits.</summary>
internal sealed class AILabApi(EmulatorOptions options, TaskStore tasks, ResultStore results, FaultScript faults) : Api
{
    private const string QueryPath = "/api/common/query-async-task-result";
    private const string CreditsPath = "/api/common/query-credits";
    private const string KeyHeader = "ailabapi-api-key";
    private readonly Account _account = new(options.AILabCredits);

    public override string? Provider => ProviderNames.AILab;

    public override Route? Find(string method, string path)
    {
        if (AILabContracts.Operations.FirstOrDefault(operation => operation.Path == path) is { } operation)
        {
            var submit = new Route(this, FaultTarget.Submit, BodyKind.Multipart, (exchange, stop) => SubmitAsync(exchange, operation, stop)) { Operation = operation.Name };
            return method == "POST" ? submit : Refuse(405);
        }

        return (method, path) switch
        {
            ("GET", QueryPath) => new Route(this, FaultTarget.Status, BodyKind.None, (exchange, _) => Task.FromResult(Query(exchange))),
            ("GET", CreditsPath) => new Route(this, FaultTarget.Account, BodyKind.None, (_, _) => Task.FromResult(Credits())),
            (_, QueryPath or CreditsPath) => Refuse(405),
            _ => path.StartsWith("/api/", StringComparison.Ordinal) ? Refuse(404) : null,
        };
    }

    public override Response Error(Exchange exchange, int status, string? code, string message)
    {
        var name = code ?? UsualCode(status);
        var detail = new JsonObject { ["code"] = name, ["code_message"] = name, ["message"] = message };
        var body = Envelope();
        if (faults.Take(FaultStage.Shape, exchange.Seen, FaultKind.OldErrorShape) is { } old)
        {
            exchange.NoteFaults(old);
            body["error_code"] = status;
            body["error_code_str"] = name;
            body["error_msg"] = message;
            detail["status_code"] = status;
        }

        body["error_detail"] = detail;
        return Response.Json(status, body);
    }

    public override Response? Admit(Exchange exchange)
    {
        if (exchange.Header("X-API-Key") is not null || exchange.Header("Authorization") is not null)
        {
            return Error(exchange, 400, "ERROR_PARAMETERS", "The request has a key of another provider.");
        }

        return exchange.Header(KeyHeader) == options.AILabKey
            ? null
            : Error(exchange, 401, null, $"{KeyHeader} is missing or not valid.");
    }

    private static string UsualCode(int status) => status switch
    {
        400 => "ERROR_PARAMETERS",
        401 => "ERROR_USER_NOT_EXISTS",
        403 => "ERROR_USER_LOCKED",
        404 => "ERROR_AI_NOT_EXISTS",
        410 => "ERROR_RESOURCE_RECLAIMED",
        413 => "FILE_SIZE_EXCEEDS_LIMIT",
        415 => "UNSUPPORTED_FILE_TYPES",
        422 => "ERROR_NO_FACE_IN_FILE",
        429 => "EXCEEDING_LIMITS",
        503 => "ERROR_INSUFFICIENT_RESOURCES",
        _ => "PROCESSING_FAILURE",
    };

    private static JsonObject Envelope() => new()
    {
        ["request_id"] = Guid.NewGuid().ToString(),
        ["log_id"] = Guid.NewGuid().ToString(),
    };

    private static JsonObject Success()
    {
        var body = Envelope();
        body["error_code"] = 0;
        body["error_code_str"] = string.Empty;
        body["error_msg"] = string.Empty;
        body["error_detail"] = new JsonObject
        {
            ["status_code"] = 200,
            ["code"] = string.Empty,
            ["code_message"] = string.Empty,
            ["message"] = string.Empty,
        };
        return body;
    }

    /// <summary>The response to an accepted submission.</summary>
    private JsonObject Accepted(Exchange exchange)
    {
        var body = Success();
        if (faults.Take(FaultStage.Shape, exchange.Seen, FaultKind.SuccessCode) is { } fault)
        {
            exchange.NoteFaults(fault);
            if (double.TryParse(fault.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            {
                body["error_code"] = JsonNode.Parse(fault.Text);
            }
            else
            {
                body["error_detail"]!["code"] = fault.Text;
            }
        }

        return body;
    }

    private Route Refuse(int status) => new(
        this,
        FaultTarget.Any,
        BodyKind.None,
        (exchange, _) => Task.FromResult(Error(exchange, status, null, $"{exchange.Seen.Method} {exchange.Seen.Path} is not served.")));

    private async Task<Response> SubmitAsync(Exchange exchange, AILabOperation operation, CancellationToken stop)
    {
        var body = exchange.Body;
        if (body.Error is { } malformed)
        {
            return Error(exchange, 400, "ERROR_PARAMETERS", malformed);
        }

        if (FormField.FindError(body.FormFields, operation.Fields) is { } fieldError)
        {
            return Error(exchange, 400, "ERROR_INVALID_PARAMETER", fieldError);
        }

        if (AILabImageCheck.FindError(body, operation) is var (status, code, message))
        {
            return Error(exchange, status, code, message);
        }

        if (!_account.TryPay(operation.Credits))
        {
            return Error(exchange, 429, "ERROR_NOT_ENOUGH_CREDITS", "There are not enough credits on the account.");
        }

        var isAsync = operation.UrlField is null;
        var task = tasks.Accept(exchange, new TaskOrder
        {
            Provider = ProviderNames.AILab,
            Operation = operation.Name,
            StatusRoute = isAsync ? AILabContracts.AsyncStatusRoute : operation.Name,
            Parameters = exchange.Seen.Fields,
            Image = body.File,
            Credits = operation.Credits,
            Duration = isAsync ? options.TimingOf(exchange.Seen).Duration : options.SynchronousTime,
        });
        return isAsync ? Started(exchange, task) : await FinishedAsync(exchange, task, operation, stop).ConfigureAwait(false);
    }

    private Response Started(Exchange exchange, EmulatedTask task)
    {
        var response = Accepted(exchange);
        response["task_type"] = "async";
        response["task_id"] = task.Id;
        return Response.Json(200, response);
    }

    private async Task<Response> FinishedAsync(Exchange exchange, EmulatedTask task, AILabOperation operation, CancellationToken stop)
    {
        await Task.Delay(options.SynchronousTime, options.TimeProvider, stop).ConfigureAwait(false);
        if (task.Fails)
        {
            return Error(exchange, 500, null, "The service failed.");
        }

        var response = Accepted(exchange);
        var data = new JsonObject();
        if (task.Results.Count > 0)
        {
            data[operation.UrlField!] = task.Results[0].OriginalString;
        }

        response["data"] = data;
        return Response.Json(200, response);
    }

    private Response Query(Exchange exchange)
    {
        var id = QueryValue(exchange.Seen.Query, "task_id");
        if (string.IsNullOrEmpty(id))
        {
            return Error(exchange, 400, "MISSING_PARAMETERS", "task_id is missing.");
        }

        exchange.Note(seen => seen with { TaskId = id });

        // The response to an id that never existed is not documented; here it is that of a deleted task.
        if (tasks.Find(ProviderNames.AILab, AILabContracts.AsyncStatusRoute, id) is not { } task || results.IsExpired(task.EndsAt))
        {
            return Error(exchange, 410, null, "There is no such task any more.");
        }

        var phase = task.PhaseAt(options.TimeProvider.GetUtcNow());
        var response = Success();
        response["task_status"] = Status(exchange, phase);
        var urls = phase == TaskPhase.Completed ? task.Results : [];
        response["data"] = new JsonObject { ["result_urls"] = new JsonArray([.. urls.Select(url => JsonValue.Create(url.OriginalString))]) };
        return Response.Json(200, response);
    }

    private JsonNode Status(Exchange exchange, TaskPhase phase)
    {
        if (faults.Take(FaultStage.Shape, exchange.Seen, FaultKind.TaskStatusText) is { } fault)
        {
            exchange.NoteFaults(fault);
            return int.TryParse(fault.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : fault.Text;
        }

        return phase switch
        {
            TaskPhase.Created => 0,
            TaskPhase.InProgress => 1,
            TaskPhase.Completed => 2,
            _ => 3,
        };
    }

    private Response Credits()
    {
        var response = Success();
        response["data"] = new JsonArray(new JsonObject
        {
            ["unique_sign"] = "common",
            ["name"] = "Universal credits",
            ["balance"] = _account.Balance,
            ["total"] = options.AILabCredits,
            ["last_recharge_balance"] = options.AILabCredits,
            ["balance_warning"] = 0,
            ["first_buy_time"] = 0,
            ["last_update_time"] = options.TimeProvider.GetUtcNow().ToUnixTimeSeconds(),
        });
        return Response.Json(200, response);
    }

    private static string? QueryValue(string query, string name) => query.TrimStart('?').Split('&')
        .Select(pair => pair.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0] == name)
        .Select(pair => Uri.UnescapeDataString(pair[1]))
        .FirstOrDefault();
}
