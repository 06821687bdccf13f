using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Storage.Writing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace AidWorkflow.Portal.Serving;

/// <summary>
/// A refusal becomes an answer that a machine can tell by its code and a person can read in their language:
/// 404 where the thing is not there, or not for them; 400 where a field of the input is to be corrected; 409 where the state of things stands
/// against it; 503 where the database does not answer: then what was written is shown, to be sent again.
/// Any other exception is our mistake: 500, and no detail leaves.
/// </summary>
internal sealed class RefusalAnswer(IProblemDetailsService problems, ILogger<RefusalAnswer> logger) : IExceptionHandler
{
    private static readonly Said NotPossible = new("这一步没有完成", "This could not be done");
    private static readonly Said Malformed = new("填写内容有误，请按提示修改后重新提交。", "Some answers need correcting. Please change them and send again.");

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ApiProblems.IsForApi(httpContext.Request))
            return await ToldAsync(httpContext, exception);
        if (exception is BadHttpRequestException bad)
        {
            httpContext.Response.StatusCode = bad.StatusCode; // the status page says it in words
            return true;
        }

        if (Answer(exception, Speech.Of(CultureInfo.CurrentUICulture)) is not { } answer)
        {
            if (!StatusPages.IsForAPage(httpContext.Request))
                return false;
            logger.Broke(exception, httpContext.Request.Path);
            await StatusPages.Of(StatusCodes.Status500InternalServerError).ExecuteAsync(httpContext);
            return true;
        }

        httpContext.Response.StatusCode = answer.Status!.Value;
        if ((string)answer.Extensions["code"]! == Acts.Busy) // not where it may have been taken: a program that repeats by itself would do it twice
            httpContext.Response.Headers.RetryAfter = "10";
        logger.Refused((string)answer.Extensions["code"]!, answer.Status.Value);
        if (StatusPages.IsForAPage(httpContext.Request))
        {
            var page = answer.Status == StatusCodes.Status503ServiceUnavailable && await WrittenAsync(httpContext) is { } written
                ? Page.Of<AgainPage>((nameof(AgainPage.Late), written), (nameof(AgainPage.Busy), true), (nameof(AgainPage.Unsure), (string)answer.Extensions["code"]! == Acts.Unsure))
                : Page.Of<Problem>((nameof(Problem.Title), (answer.Status == StatusCodes.Status404NotFound ? StatusPages.Title : NotPossible).In(Speech.Of(CultureInfo.CurrentUICulture))), (nameof(Problem.Words), answer.Title));
            page.StatusCode = answer.Status;
            await page.ExecuteAsync(httpContext);
            return true;
        }

        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = answer });
    }

    /// <summary>A program gets a problem and never a page, also where the mistake is ours.</summary>
    private async ValueTask<bool> ToldAsync(HttpContext http, Exception exception)
    {
        var problem = exception switch
        {
            RefusedException refused => ApiProblems.Of(refused),
            MalformedFormException malformed => ApiProblems.Of(malformed),
            BadHttpRequestException bad => ApiProblems.Of(bad),
            _ when DatabaseBusy.Is(exception) => ApiProblems.Of(new RefusedException(Acts.Busy)),
            _ => ApiProblems.Of(StatusCodes.Status500InternalServerError),
        };
        if (problem.Status == StatusCodes.Status500InternalServerError)
            logger.Broke(exception, http.Request.Path);
        else
            logger.Refused((string)problem.Extensions["code"]!, problem.Status!.Value);
        await TypedResults.Problem(problem).ExecuteAsync(http);
        return true;
    }

    private static async Task<LatePost?> WrittenAsync(HttpContext http) =>
        await http.RequestServices.GetRequiredService<SentTooLate>().WrittenAsync(http, http.Visitor().Account?.Id.Value ?? Guid.Empty);

    private static ProblemDetails? Answer(Exception exception, string language) => exception switch
    {
        RefusedException refused => new ProblemDetails
        {
            Status = ApiProblems.StatusOf(refused),
            Title = Texts.Say(refused, language),
            Extensions = { ["code"] = refused.Code, ["field"] = refused.Field },
        },
        MalformedFormException malformed => new ProblemDetails
        {
            Status = StatusCodes.Status400BadRequest,
            Title = Malformed.In(language),
            Extensions =
            {
                ["code"] = "form.malformed",
                ["faults"] = malformed.Faults.Select(fault => new { fault.Field, fault.Code, title = fault.Say(language) }),
            },
        },
        _ when DatabaseBusy.Is(exception) => Answer(new RefusedException(Acts.Busy), language),
        _ => null,
    };
}
