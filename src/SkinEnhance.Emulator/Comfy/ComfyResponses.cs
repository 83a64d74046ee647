using System.Text.Json.Nodes;
using SkinEnhance.Emulator.Faults;
using SkinEnhance.Emulator.Http;
using SkinEnhance.Emulator.Tasks;

namespace SkinEnhance.Emulator.Comfy;

/// <summary>Creates the task responses of Comfy's proxy.</summary>
internal sealed class ComfyResponses(FaultScript faults)
{
    /// <summary>Creates the response with a task's state.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="task">The task.</param>
    /// <param name="phase">Its state.</param>
    /// <returns>The response.</returns>
    public Response Task(Exchange exchange, EmulatedTask task, TaskPhase phase)
    {
        var shapes = faults.TakeAll(
            FaultStage.Shape,
            exchange.Seen,
            FaultKind.FlatResponse,
            FaultKind.TaskStatusField,
            FaultKind.TaskStatusText,
            FaultKind.GeneratedObjects);
        var status = shapes.TryGetValue(FaultKind.TaskStatusText, out var other) ? other.Text : Text(phase);
        var results = phase == TaskPhase.Completed ? task.Results : [];
        var data = new JsonObject
        {
            ["task_id"] = task.Id,
            [shapes.ContainsKey(FaultKind.TaskStatusField) ? "task_status" : "status"] = status,
            ["generated"] = new JsonArray([.. results.Select(url => Generated(url, shapes.ContainsKey(FaultKind.GeneratedObjects)))]),
        };
        exchange.NoteFaults(shapes.Values);
        return Response.Json(200, shapes.ContainsKey(FaultKind.FlatResponse) ? data : new JsonObject { ["data"] = data });
    }

    private static JsonNode Generated(Uri url, bool asObject) =>
        asObject ? new JsonObject { ["url"] = url.OriginalString } : JsonValue.Create(url.OriginalString);

    private static string Text(TaskPhase phase) => phase switch
    {
        TaskPhase.Created => "CREATED",
        TaskPhase.InProgress => "IN_PROGRESS",
        TaskPhase.Completed => "COMPLETED",
        _ => "FAILED",
    };
}
