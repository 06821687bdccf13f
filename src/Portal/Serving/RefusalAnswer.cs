using System.Globalization;
using AidWorkflow.Cases.Acting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace AidWorkflow.Portal.Serving;

/// <summary>
/// A refusal becomes an answer that a machine can tell by its code and a person can read in their language:
/// 400 where a field of the input is to be corrected, 409 where the state of things stands against it.
/// Any other exception is our mistake: 500, and no detail leaves.
/// </summary>
internal sealed class RefusalAnswer(IProblemDetailsService problems, ILogger<RefusalAnswer> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not RefusedException refused)
            return false;

        var status = refused.Field is null ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
        httpContext.Response.StatusCode = status;
        logger.Refused(refused.Code, status);
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails
            {
                Status = status,
                Title = Texts.Say(refused, Speech.Of(CultureInfo.CurrentUICulture)),
                Extensions = { ["code"] = refused.Code, ["field"] = refused.Field },
            },
        });
    }
}
