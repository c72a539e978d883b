using System.Net;
using System.Text;
using System.Web;

namespace Regenerator.Tests.Providers.Prometheus;

/// <summary>Answers as told, and keeps what it was asked.</summary>
internal sealed class FakeServer(Func<string, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<Request> Requests { get; } = [];

    public HttpClient Client => new(this, disposeHandler: false);

    public static FakeServer Says(string body, HttpStatusCode status = HttpStatusCode.OK) => new(_ => Json(body, status));

    /// <summary>A vector of (labels, value), such as <c>("tenant=acme,event=login", "42")</c>.</summary>
    public static FakeServer Vector(params (string Labels, string Value)[] series) => Says(VectorJson(series));

    public static string VectorJson(params (string Labels, string Value)[] series) =>
        """{"status":"success","data":{"resultType":"vector","result":[""" + string.Join(',', series.Select(Series)) + "]}}";

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        Requests.Add(new Request(
            request.Method.Method, request.RequestUri!, form["query"]!, form["time"]!, request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase)));
        var response = answer(form["query"]!);
        response.RequestMessage = request;
        return response;
    }

    private static string Series((string Labels, string Value) series) =>
        """{"metric":""" + Labels(series.Labels) + ",\"value\":[1795337340.5,\"" + series.Value + "\"]}";

    private static string Labels(string text) =>
        "{" + string.Join(',', text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).Select(l => $"\"{l[0]}\":\"{l[1]}\"")) + "}";

    public sealed record Request(string Method, Uri Url, string Query, string Time, IReadOnlyDictionary<string, string> Headers);
}
