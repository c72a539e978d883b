using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Regenerator.Integration.Tests.Cli;

/// <summary>Takes what OTLP over HTTP sends, and reads as much of it as a test asks about. Every other path is a server that tells everybody what it was sent.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<Span> spans = [];
    private readonly StringBuilder everything = new();
    private readonly WebApplication app;

    private OtlpCollector(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public IReadOnlyList<Span> Spans
    {
        get
        {
            lock (gate) return [.. spans];
        }
    }

    /// <summary>All bytes that came, as text.</summary>
    public string Everything
    {
        get
        {
            lock (gate) return everything.ToString();
        }
    }

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        collector.app.Run(collector.TakeAsync);
        await collector.app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (!context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(
                $$"""{"status":"error","errorType":"bad_data","error":"refused {{context.Request.Headers.Authorization}} {{Encoding.UTF8.GetString(body.ToArray())}}"}""", context.RequestAborted);
            return;
        }

        lock (gate)
        {
            everything.Append(Encoding.Latin1.GetString(body.ToArray()));
            if (context.Request.Path == "/v1/traces") spans.AddRange(SpansOf(body.ToArray()));
        }
    }

    // ExportTraceServiceRequest.resource_spans = 1, .scope_spans = 2, .spans = 2; Span: span_id = 2, parent_span_id = 4, name = 5.
    private static IEnumerable<Span> SpansOf(byte[] request) =>
        from resource in Fields(request, 1)
        from scope in Fields(resource, 2)
        from span in Fields(scope, 2)
        select new Span(Convert.ToHexString(Fields(span, 2).Single()), Convert.ToHexString(Fields(span, 4).SingleOrDefault() ?? []), Encoding.UTF8.GetString(Fields(span, 5).Single()), Encoding.UTF8.GetString(span));

    /// <summary>The values of a length-delimited field: <see href="https://protobuf.dev/programming-guides/encoding/">encoding</see>.</summary>
    private static IEnumerable<byte[]> Fields(byte[] message, ulong number)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Varint(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    if (tag >> 3 == number) yield return message[at..(at + length)];
                    at += length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }
}

/// <param name="Parent">Empty: it is a root.</param>
/// <param name="Text">All of it; only good for looking for something.</param>
internal sealed record Span(string Id, string Parent, string Name, string Text);
