using System.Globalization;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Diagnostics;

namespace AidWorkflow.Portal.Showing;

/// <summary>What a person reads where an answer has no page of its own: what happened and what to do.</summary>
internal static class StatusPages
{
    public static readonly Said Title = new("打不开这个页面", "This page cannot be shown");

    public static Task AnswerAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        if (ApiProblems.IsForApi(http.Request))
            return ApiProblems.WriteAsync(http);
        return IsForAPage(http.Request) ? Of(http.Response.StatusCode).ExecuteAsync(http) : Task.CompletedTask;
    }

    public static IResult Of(int status)
    {
        var language = Speech.Of(CultureInfo.CurrentUICulture);
        var page = Page.Of<Problem>((nameof(Problem.Title), Title.In(language)), (nameof(Problem.Words), Words(status).In(language)));
        page.StatusCode = status;
        return page;
    }

    /// <summary>A person's browser asks for a page; programs ask for JSON, or for nothing in particular.</summary>
    public static bool IsForAPage(HttpRequest request) =>
        !ApiProblems.IsForApi(request) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static Said Words(int status) => status switch
    {
        StatusCodes.Status403Forbidden => new("您的账号没有办理这项业务的权限。如需要，请联系管理员。", "Your account may not do this. If you need it, ask your administrator."),
        StatusCodes.Status404NotFound => new("没有这个页面，请核对网址或从首页进入。", "There is no such page. Check the address, or go in from the start."),
        StatusCodes.Status405MethodNotAllowed => new("请从首页重新进入这个页面。", "Please come to this page again from the start."),
        StatusCodes.Status413PayloadTooLarge => new("文件太大：一次提交合计不能超过 120 MB。请返回，减少或压缩照片后再传。", "The files are too large: 120 MB at once is the most. Go back and send fewer or smaller photos."),
        StatusCodes.Status429TooManyRequests => new("操作太频繁，请一分钟后再试。", "That was too often. Please try again in a minute."),
        StatusCodes.Status500InternalServerError => new("系统出错，这一步没有完成。请稍后再试；多次出现请联系管理员。", "Something went wrong and this was not done. Try again later; if it comes again, tell your administrator."),
        _ => new("网址或提交的内容有误，请返回重试。", "The address or what was sent is not right. Please go back and try again."),
    };
}
