using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Regenerator.Health;
using Regenerator.Http.Metrics;

namespace Regenerator.Http;

/// <summary>What watches Regenerator: orchestrators, load balancers, Prometheus.</summary>
public static class HealthEndpoints
{
    private const string PlainText = "text/plain; charset=utf-8";

    extension(IEndpointRouteBuilder routes)
    {
        /// <summary>
        /// <c>/healthz</c> (the process lives), <c>/readyz</c> (200 or 503, with named checks as JSON) and <c>/metrics</c> (Prometheus text format 0.0.4). None of
        /// them names a context or a tenant, and none changes anything.
        /// </summary>
        /// <param name="service">Whom readiness is about.</param>
        /// <param name="metrics">Made before the service began to pass: what happened earlier is not counted.</param>
        /// <param name="refuse">
        /// Who may read: null for whoever may, otherwise the status of the refusal, such as 401. Strangers get no metrics, and are told <c>ok</c> or
        /// <c>not ok</c> without the checks. Null: everybody may.
        /// </param>
        public IEndpointConventionBuilder MapRegeneratorHealth(RegeneratorService service, MetricsCollector metrics, Func<HttpContext, ValueTask<int?>>? refuse = null)
        {
            var group = routes.MapGroup("");
            group.MapGet("/healthz", static context => AnswerAsync(context, StatusCodes.Status200OK, PlainText, "ok\n"u8.ToArray()));
            group.MapGet("/readyz", async context =>
            {
                var readiness = await service.ReadinessAsync(context.RequestAborted);
                var status = readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                if (refuse is null || await refuse(context) is null) await AnswerAsync(context, status, "application/json", Json(readiness));
                else await AnswerAsync(context, status, PlainText, readiness.IsReady ? "ok\n"u8.ToArray() : "not ok\n"u8.ToArray());
            });
            group.MapGet("/metrics", async context =>
            {
                if (refuse is not null && await refuse(context) is { } status) await RefuseAsync(context, status);
                else await AnswerAsync(context, StatusCodes.Status200OK, PrometheusText.ContentType, PrometheusText.Write([.. metrics.Collect(), .. ProcessMetrics.Collect()]));
            });
            return group;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return AnswerAsync(context, status, PlainText, "metrics are for whoever sees everything: show such a token as Authorization: Bearer …\n"u8.ToArray());
    }

    private static async Task AnswerAsync(HttpContext context, int status, string type, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static byte[] Json(Readiness readiness)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("status", readiness.IsReady ? "ready" : "unready");
            writer.WriteStartObject("checks");
            foreach (var check in readiness.Checks)
            {
                writer.WriteStartObject(check.Name);
                writer.WriteString("state", check.State.ToString().ToLowerInvariant());
                writer.WriteString("detail", check.Detail);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
