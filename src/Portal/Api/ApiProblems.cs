using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Mvc;

namespace AidWorkflow.Portal.Api;

/// <summary>One thing that is wrong with a field: a stable code, and the sentence for a person.</summary>
internal sealed record FieldError(string Code, string Title);

/// <summary>What a program is told where something is not done: a code that stays, a sentence in its reader's language, and every field at fault.</summary>
internal static class ApiProblems
{
    private static readonly Said Malformed = new("填写内容有误，请按提示修改后重新提交。", "Some answers need correcting. Please change them and send again.");

    private static readonly Said SeveralWrong = new("提交的内容有几处需要更正。", "Several things in the request need correcting.");

    private static readonly Said NeedsMore = new("请求缺少必需的字段。", "The request lacks a field that is needed.");

    public static bool IsForApi(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || request.Path.StartsWithSegments(Designing.DesigningSetup.Address, StringComparison.Ordinal) || request.Path.StartsWithSegments("/workflows", StringComparison.Ordinal);

    public static ProblemDetails Of(RefusedException refused)
    {
        var all = refused.Others.Prepend(refused).ToList();
        var title = all.Count > 1 && refused.Field is not null ? SeveralWrong.In(Spoken) : Texts.Say(refused, Spoken);
        return Problem(StatusOf(refused), refused.Code, title, all.Where(one => one.Field is not null).Select(one => (one.Field!, new FieldError(one.Code, Texts.Say(one, Spoken)))));
    }

    public static ProblemDetails Of(MalformedFormException malformed) => Problem(StatusCodes.Status400BadRequest, "form.malformed", Malformed.In(Spoken), Errors(malformed.Faults));

    public static IEnumerable<(string Field, FieldError Error)> Errors(IEnumerable<FieldFault> faults) =>
        faults.Select(fault => (fault.Field, new FieldError(fault.Code, fault.Say(Spoken))));

    /// <summary>A body that is no JSON, or not of the shape that is asked for: told with its place.</summary>
    public static ProblemDetails Of(BadHttpRequestException bad)
    {
        var problem = Of(bad.StatusCode);
        if (bad.InnerException is JsonException { Path: null or "$" } unfinished && unfinished.Message.Split("including: ", 2) is [_, var names])
            return MissingFields(names.Split('\'').Where((_, index) => index % 2 == 1));
        if (bad.InnerException is JsonException { Path: { Length: > 0 } path })
            problem.Extensions["errors"] = ByField([(path, new FieldError("request.unreadable", Words(StatusCodes.Status400BadRequest).In(Spoken)))]);
        return problem;
    }

    public static ProblemDetails Of(int status) => Problem(status, Code(status), Words(status).In(Spoken), []);

    /// <summary>A status with words of its own.</summary>
    public static IResult Told(int status, Said words) => TypedResults.Problem(Problem(status, Code(status), words.In(Spoken), []));

    public static IResult Answer(int status) => TypedResults.Problem(Of(status));

    /// <summary>Fields that a request left out or null.</summary>
    public static IResult Missing(IEnumerable<string> fields) => TypedResults.Problem(MissingFields(fields));

    private static ProblemDetails MissingFields(IEnumerable<string> fields) => Problem(StatusCodes.Status400BadRequest, "request.field-missing", NeedsMore.In(Spoken),
        fields.Select(field => (field, new FieldError("request.field-missing", NeedsMore.In(Spoken)))));

    /// <summary>A write of a session came without the token that its own pages have.</summary>
    public static IResult NoToken() => TypedResults.Problem(Problem(StatusCodes.Status400BadRequest, "request.no-antiforgery",
        new Said("会话提交须带防伪令牌：先取 GET /api/me，再放入 RequestVerificationToken 请求头。", "A session's write needs its token: take it from GET /api/me and send it as RequestVerificationToken.").In(Spoken), []));

    /// <summary>A status that nothing was said with yet.</summary>
    public static Task WriteAsync(HttpContext http)
    {
        if (http.Response.StatusCode == StatusCodes.Status429TooManyRequests)
            http.Response.Headers.RetryAfter = "60";
        return TypedResults.Problem(Of(http.Response.StatusCode)).ExecuteAsync(http);
    }

    /// <summary>What is not there, or not within who and where, is not found; a field at fault is a bad request; all else stands against the state of things.</summary>
    public static int StatusOf(RefusedException refused) => refused switch
    {
        { Code: Acts.Busy or Acts.Unsure } => StatusCodes.Status503ServiceUnavailable,
        { Code: "workflow.call-faulted" } => StatusCodes.Status500InternalServerError,
        { Code: "batch.unknown" } => StatusCodes.Status404NotFound,
        { Field: null } when refused.Code.Contains("unknown", StringComparison.Ordinal) && refused.Code != "batch.unknown-lines" => StatusCodes.Status404NotFound,
        _ when refused.Code.EndsWith(".not-yours", StringComparison.Ordinal) || refused.Code is "token.by-session-only" or "document.withheld" => StatusCodes.Status403Forbidden,
        { Field: null } => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    private static ProblemDetails Problem(int status, string code, string title, IEnumerable<(string Field, FieldError Error)> errors)
    {
        var problem = new ProblemDetails { Status = status, Title = title, Extensions = { ["code"] = code } };
        if (ByField(errors) is { Count: > 0 } byField)
            problem.Extensions["errors"] = byField;
        return problem;
    }

    private static Dictionary<string, List<FieldError>> ByField(IEnumerable<(string Field, FieldError Error)> errors) =>
        errors.GroupBy(one => one.Field, StringComparer.Ordinal).ToDictionary(field => field.Key, field => field.Select(one => one.Error).ToList(), StringComparer.Ordinal);

    private static string Code(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "request.not-signed-in",
        StatusCodes.Status403Forbidden => "request.forbidden",
        StatusCodes.Status404NotFound => "request.not-found",
        StatusCodes.Status405MethodNotAllowed => "request.method",
        StatusCodes.Status410Gone => "request.gone",
        StatusCodes.Status413PayloadTooLarge => "request.too-large",
        StatusCodes.Status415UnsupportedMediaType => "request.media-type",
        StatusCodes.Status429TooManyRequests => "request.too-often",
        >= 500 => "request.failed",
        _ => "request.unreadable",
    };

    private static Said Words(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => new("请提供有效的令牌，或登录后再试。", "Present a token that is good, or sign in."),
        StatusCodes.Status403Forbidden => new("该账号没有这项权限。", "This account may not do this."),
        StatusCodes.Status404NotFound => new("没有找到；地址不对，或不在该账号的范围内。", "Not found: the address is wrong, or it lies outside the account's area."),
        StatusCodes.Status405MethodNotAllowed => new("该地址不接受这种方法。", "This address does not take this method."),
        StatusCodes.Status410Gone => new("已撤下。", "It was taken down."),
        StatusCodes.Status413PayloadTooLarge => new("提交的内容太大：一次合计不能超过 120 MB。", "The request is too large: 120 MB at once is the most."),
        StatusCodes.Status415UnsupportedMediaType => new("请用 application/json 提交；上传文件用 multipart/form-data。", "Send application/json; files as multipart/form-data."),
        StatusCodes.Status429TooManyRequests => new("请求太频繁，请一分钟后再试。", "That was too often. Please try again in a minute."),
        >= 500 => new("系统出错，这一步没有完成。", "Something went wrong and this was not done."),
        _ => new("提交的内容无法读取：请核对 JSON 格式、字段名称和取值。", "The request cannot be read: check the JSON, the names of its fields and their values."),
    };

    private static string Spoken => Speech.Of(CultureInfo.CurrentUICulture);
}
