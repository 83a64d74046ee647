namespace SkinEnhance.Core.Tests.Support;

/// <summary>Valid responses of both services, by their contracts.</summary>
internal static class Responses
{
    internal const string ComfyCreated = """{"data":{"task_id":"task-1","status":"CREATED","generated":[]}}""";

    internal const string ComfyCompleted = """{"data":{"task_id":"task-1","status":"COMPLETED","generated":["https://cdn.example/r.png?sig=1"]}}""";

    internal const string AILabAccepted = """{"request_id":"r-1","log_id":"l-1","error_code":0,"error_code_str":"","error_msg":"","error_detail":{"status_code":200,"code":"","code_message":"","message":""},"task_type":"async","task_id":"task-1"}""";

    internal const string AILabCompleted = """{"request_id":"r-2","log_id":"l-2","error_code":0,"error_detail":{"status_code":200,"code":"","code_message":"","message":""},"task_status":2,"data":{"result_urls":["https://cdn.example/r.png"]}}""";

    internal const string AILabSynchronous = """{"request_id":"r-3","log_id":"l-3","error_code":0,"error_detail":{"status_code":200,"code":"","code_message":"","message":""},"data":{"image_url":"https://cdn.example/s.png"}}""";

    internal const string AILabCredits = """{"request_id":"r-4","error_code":0,"data":[{"unique_sign":"smart-skin","balance":12.5},{"unique_sign":"common","balance":"7"}]}""";

    internal static string AILabError(string code, string message = "the reason") =>
        $$"""{"request_id":"r-9","log_id":"l-9","error_detail":{"status_code":400,"code":"{{code}}","code_message":"words","message":"{{message}}"} }""";

    internal static string AILabOldError(string code, int number = 1, string message = "the reason") =>
        $$"""{"request_id":"r-9","log_id":"l-9","error_code":{{number}},"error_code_str":"{{code}}","error_msg":"{{message}}"}""";
}
