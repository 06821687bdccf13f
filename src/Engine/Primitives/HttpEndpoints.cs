using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>Starts the workflow, or lets it go on, when a request comes to a path.</summary>
internal sealed class HttpEndpoint : Primitive
{
    private static readonly Input<string> Path = new("path")
    {
        Required = true,
        DisplayName = new("路径", "Path"),
        Description = new("例如 orders/{id}，在 /workflows 之下。", "Like orders/{id}, below /workflows."),
    };

    /// <summary>What a request may ask; HEAD comes as GET does.</summary>
    internal static readonly ImmutableSortedSet<string> Known = ImmutableSortedSet.Create(StringComparer.OrdinalIgnoreCase, "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    internal static readonly Input<string[]> Methods = new("supportedMethods", ["GET"])
    {
        DisplayName = new("方法", "Methods"),
        UiHint = "checklist",
    };

    private static readonly Input<bool> Authorize = new("authorize") { Category = "Security", DisplayName = new("须有令牌", "Authorize") };

    private static readonly Output<JsonNode> ParsedContent = new("parsedContent") { DisplayName = new("解析后的内容", "Parsed content") };

    private static readonly Output<JsonNode> RouteData = new("routeData") { DisplayName = new("路径参数", "Route data") };

    private static readonly Output<JsonNode> Query = new("queryStringData") { DisplayName = new("查询参数", "Query string data") };

    private static readonly Output<JsonNode> Headers = new("headers") { DisplayName = new("请求头", "Headers") };

    private static readonly Output<JsonNode> Result = new("result") { DisplayName = new("请求", "Request") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = HttpPlaces.Type,
        Category = "HTTP",
        DisplayName = new("HTTP 入口", "HTTP endpoint"),
        Description = new("等待到达某一路径的请求。", "Waits for a request that comes to a path."),
        Kind = ActivityKind.Trigger,
        Inputs = [Path, Methods, Authorize],
        Outputs = [ParsedContent, RouteData, Query, Headers, Result],
        CanWait = true,
    };

    internal override ImmutableArray<TriggerPlace>? Starts(Node node, DateTimeOffset after)
    {
        if (Constant(node, Path) is not { Length: > 0 } path || node.Input(Authorize.Name) is { Expression: not Expression.Literal })
            return null;
        var methods = node.Input(Methods.Name) is null ? Methods.Default : Constant(node, Methods);
        var mustBeKnown = Constant(node, Authorize);
        return methods is { Length: > 0 } && methods.All(method => !string.IsNullOrWhiteSpace(method)) ? [.. methods.Select(method => new TriggerPlace(node.Id, HttpPlaces.Type, HttpPlaces.Write(method, path, mustBeKnown)))] : null;
    }

    /// <summary>The methods where they are written down; null where they are computed or left out.</summary>
    internal static string[]? MethodsOf(Node node) => node.Input(Methods.Name)?.Expression is Expression.Literal { Value: not null } ? Constant(node, Methods) : null;

    protected override Outcome Run(RunContext run)
    {
        if (run.Machine.Trigger == run.Node)
            return Take(run, run.Machine.State.Input[HttpPlaces.Input]);
        var (path, authorize) = (run.Get(Path) ?? "", run.Get(Authorize));
        return Outcome.Wait([.. run.Get(Methods).Where(method => !string.IsNullOrWhiteSpace(method)).Select(method => run.NewBookmark(HttpPlaces.Write(method, path, authorize)))]);
    }

    protected override Outcome Resume(RunContext run, Stimulus stimulus) => Take(run, stimulus.Input);

    private static Outcome Take(RunContext run, JsonNode? request)
    {
        run.Machine.HasCaller = true;
        run.Set(ParsedContent, request?["content"]?.DeepClone()!);
        run.Set(RouteData, request?["routeData"]?.DeepClone()!);
        run.Set(Query, request?["query"]?.DeepClone()!);
        run.Set(Headers, request?["headers"]?.DeepClone()!);
        run.Set(Result, request?.DeepClone()!);
        return Outcome.Done;
    }
}

/// <summary>Answers the request that this burst came from; the answer leaves after the commit.</summary>
internal sealed class WriteHttpResponse : Primitive
{
    private static readonly Input<HttpStatusCode> StatusCode = new("statusCode", HttpStatusCode.OK) { DisplayName = new("状态码", "Status code") };

    private static readonly Input<JsonNode> Content = new("content") { DisplayName = new("内容", "Content") };

    private static readonly Input<string> ContentType = new("contentType") { DisplayName = new("内容类型", "Content type") };

    private static readonly Input<JsonNode> Headers = new("responseHeaders") { Category = "Advanced", UiHint = "json-editor", DisplayName = new("应答头", "Response headers") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.WriteHttpResponse",
        Category = "HTTP",
        DisplayName = new("HTTP 应答", "HTTP response"),
        Description = new("应答正在等待的请求。", "Answers the request that waits."),
        Inputs = [StatusCode, Content, ContentType, Headers],
    };

    protected override Outcome Run(RunContext run)
    {
        if (!run.Machine.HasCaller)
            return new Outcome.Failed("No request waits for an answer any more: the flow has waited for something else since it came.");
        if (run.Machine.Response is not null)
            return new Outcome.Failed("The request was answered before.");
        var code = (int)run.Get(StatusCode);
        if (code is < 200 or > 599)
            return new Outcome.Failed($"{code} is no status of an answer (200 to 599).");
        run.Machine.Response = new(code, run.Get(ContentType), run.Get(Content)?.DeepClone(), run.Get(Headers)?.DeepClone() as JsonObject ?? []);
        return Outcome.Done;
    }
}
