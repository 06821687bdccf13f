using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>
/// What both activities that send an HTTP request share. The request leaves through the outbox after the commit; what came of it resumes the bookmark.
/// Nobody is asked twice by the engine itself: whether a request that got no answer is made again is the workflow's to say.
/// </summary>
internal static class HttpRequests
{
    internal const string Unmatched = "Unmatched status code";
    internal const string FailedToConnect = "Failed to connect";
    internal const string Timeout = "Timeout";

    private static readonly Input<string> Url = new("url") { Required = true, DisplayName = new("网址", "URL") };

    private static readonly Input<string> Method = new("method", "GET")
    {
        DisplayName = new("方法", "Method"),
        Options = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"],
        UiHint = "dropdown",
    };

    private static readonly Input<JsonNode> Content = new("content") { DisplayName = new("内容", "Content") };

    private static readonly Input<string> ContentType = new("contentType") { DisplayName = new("内容类型", "Content type") };

    private static readonly Input<string> Authorization = new("authorization")
    {
        DisplayName = new("授权", "Authorization"),
        Description = new("Authorization 头的内容；会存入数据库。", "The Authorization header; it is stored in the database."),
    };

    private static readonly Input<JsonNode> Headers = new("requestHeaders") { Category = "Advanced", UiHint = "json-editor", DisplayName = new("请求头", "Request headers") };

    private static readonly Output<int> StatusCode = new("statusCode") { DisplayName = new("状态码", "Status code") };

    private static readonly Output<JsonNode> ParsedContent = new("parsedContent") { DisplayName = new("解析后的内容", "Parsed content") };

    private static readonly Output<JsonNode> ResponseHeaders = new("responseHeaders") { DisplayName = new("应答头", "Response headers") };

    private static readonly Output<JsonNode> Result = new("result") { DisplayName = new("结果", "Result") };

    internal static ImmutableArray<InputDefinition> Inputs(InputDefinition expected) => [Url, Method, Content, ContentType, Authorization, Headers, expected];

    internal static ImmutableArray<OutputDefinition> Outputs { get; } = [StatusCode, ParsedContent, ResponseHeaders, Result];

    internal static Outcome Send(RunContext run)
    {
        var url = run.Get(Url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return new Outcome.Failed($"'{url}' is not an absolute address that begins with http:// or https://.");
        var bookmark = run.NewBookmark(address.Host);
        run.Send(Channels.HttpRequest, run.ExecutionKey, new JsonObject
        {
            ["bookmarkId"] = bookmark.Id.ToString(),
            ["url"] = url,
            ["method"] = (run.Get(Method) ?? "GET").ToUpperInvariant(),
            ["content"] = run.Get(Content)?.DeepClone(),
            ["contentType"] = run.Get(ContentType),
            ["authorization"] = run.Get(Authorization),
            ["headers"] = run.Get(Headers)?.DeepClone(),
        }.ToJsonString());
        return Outcome.Wait(bookmark);
    }

    /// <returns>The status code as text, or why there is none.</returns>
    internal static string Take(RunContext run, Stimulus stimulus)
    {
        var answer = stimulus.Input as JsonObject ?? [];
        if (answer["failure"] is JsonValue failure)
            return Values.Text(failure);
        var code = Values.To<int>(answer["statusCode"]);
        run.Set(StatusCode, code);
        run.Set(ParsedContent, answer["content"]?.DeepClone()!);
        run.Set(ResponseHeaders, answer["headers"]?.DeepClone()!);
        run.Set(Result, answer.DeepClone());
        return code.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>Sends an HTTP request; the flow goes on by what came of it.</summary>
internal sealed class FlowSendHttpRequest : Primitive
{
    private static readonly Input<int[]> Expected = new("expectedStatusCodes", [])
    {
        UiHint = "multitext",
        DisplayName = new("预期状态码", "Expected status codes"),
        Description = new("每个状态码是一个出口。", "Each is a way out."),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.FlowSendHttpRequest",
        Category = "HTTP",
        DisplayName = new("发送 HTTP 请求", "HTTP request (flow)"),
        Description = new("向允许的主机发送请求，并按应答继续。", "Sends a request to an allowed host and goes on by its answer."),
        Kind = ActivityKind.Task,
        Inputs = HttpRequests.Inputs(Expected),
        Outputs = HttpRequests.Outputs,
        Ports = [new("Done"), new(HttpRequests.Unmatched), new(HttpRequests.FailedToConnect), new(HttpRequests.Timeout)],
        PortsFrom = "expectedStatusCodes",
        CanWait = true,
    };

    protected override Outcome Run(RunContext run) => HttpRequests.Send(run);

    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        var came = HttpRequests.Take(run, stimulus);
        if (came is HttpRequests.FailedToConnect or HttpRequests.Timeout)
            return Outcome.With(came);
        var expected = run.Get(Expected);
        if (expected.Length == 0)
            return Outcome.Done;
        return Outcome.With(expected.Any(code => code.ToString(CultureInfo.InvariantCulture) == came) ? came : HttpRequests.Unmatched, "Done");
    }
}

/// <summary>Sends an HTTP request and runs, inside itself, the activity for what came of it.</summary>
internal sealed class SendHttpRequest : Container
{
    private static readonly Input<JsonArray> Expected = new("expectedStatusCodes") { IsWrapped = false, DisplayName = new("预期状态码", "Expected status codes") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.SendHttpRequest",
        Category = "HTTP",
        DisplayName = new("发送 HTTP 请求", "HTTP request"),
        Description = new("向允许的主机发送请求，并执行与应答相应的活动。", "Sends a request to an allowed host and runs the activity for its answer."),
        Kind = ActivityKind.Task,
        Inputs = HttpRequests.Inputs(Expected),
        Outputs = HttpRequests.Outputs,
        Ports = [new("UnmatchedStatusCode", PortKind.Embedded), new("FailedToConnect", PortKind.Embedded), new("Timeout", PortKind.Embedded), new("Done")],
        IsContainer = true,
        CanWait = true,
    };

    internal override void Prepare(Compiler compiler, Node node)
    {
        compiler.Embedded(node, "unmatchedStatusCode", "failedToConnect", "timeout");
        foreach (var (item, path) in node.Json.Items("expectedStatusCodes", node.Path))
        {
            if (item is JsonObject json && json.Whole("statusCode") is { } code && json.Object("activity") is { } activity)
                compiler.Embedded(node, $"status:{code}", activity, $"{path}.activity");
        }
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion) => machine.Complete(self, Completion.Done);

    protected override Outcome Run(RunContext run) => HttpRequests.Send(run);

    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        var inside = run.Node.Embedded;
        var next = HttpRequests.Take(run, stimulus) switch
        {
            HttpRequests.FailedToConnect => inside.GetValueOrDefault("failedToConnect"),
            HttpRequests.Timeout => inside.GetValueOrDefault("timeout"),
            var code => inside.GetValueOrDefault($"status:{code}") ?? inside.GetValueOrDefault("unmatchedStatusCode"),
        };
        if (next is null)
            return Outcome.Done;
        run.Machine.Schedule(new(run.Execution, next));
        return Outcome.Open.Children;
    }
}
