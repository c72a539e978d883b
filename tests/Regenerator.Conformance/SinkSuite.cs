using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Regenerator.Contexts;
using Regenerator.Execution;
using Regenerator.Proposals;

namespace Regenerator.Conformance;

/// <summary><c>sink-*.json</c>: what the executor sink logs, hands to its result hook and throws.</summary>
internal sealed class SinkSuite() : Suite("sink")
{
    protected override async Task<string?> DifferenceAsync(JsonElement vector)
    {
        var handlers = new FakeHandlers(vector);
        IProposalExecutor executor = vector.TryGetProperty("executorThrows", out var script)
            ? new Broken(FakeHandlers.Thrown(script))
            : new ProposalExecutor(handlers.Deps, new ExecutorOptions { OnFailure = OnFailure.Continue });
        var (log, statuses) = (new RecordingLogger(), new JsonArray());
        var sink = new ExecutorProposalSink(executor, new ExecutorSinkOptions
        {
            DryRun = Flag(vector, "dryRun"),
            Logger = Flag(vector, "logger") ? log : null,
            OnResult = Flag(vector, "onResult") ? result => Take(vector, statuses, result) : null,
        });
        var thrown = await Record(() => sink.SubmitAsync(FakeHandlers.Context("ctx-1"), FakeHandlers.Proposal(vector)));
        return Compare(vector.GetProperty("calls"), Texts(handlers.Calls), "calls")
            ?? Compare(vector.GetProperty("log"), JsonElement.Parse(log.Entries.ToJsonString()), "log")
            ?? Compare(vector.GetProperty("onResultStatuses"), JsonElement.Parse(statuses.ToJsonString()), "onResultStatuses")
            ?? Compare(vector.GetProperty("thrown"), thrown, "thrown");
    }

    private static bool Flag(JsonElement vector, string name) => vector.GetProperty("options").TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static void Take(JsonElement vector, JsonArray statuses, ExecutionResult result)
    {
        statuses.Add(StatusText(result.Status));
        if (vector.TryGetProperty("onResultThrows", out var script)) throw FakeHandlers.Thrown(script);
    }

    private static string StatusText(ExecutionStatus status) => JsonSerializer.SerializeToElement(status, RegeneratorJson.Default.ExecutionStatus).GetString()!;

    private static async Task<JsonElement> Record(Func<Task> act)
    {
        try
        {
            await act();
            return JsonElement.Parse("null");
        }
        catch (Exception problem)
        {
            return JsonElement.Parse(new JsonObject { ["isError"] = true, ["message"] = problem.Message }.ToJsonString());
        }
    }

    private sealed class Broken(Exception problem) : IProposalExecutor
    {
        public Task<ExecutionResult> ExecuteAsync(RegenerationContext context, SpecChangeProposal proposal, Journal journal, CancellationToken ct) =>
            Task.FromException<ExecutionResult>(problem);
    }

    /// <summary>Entries as the vectors write them: <c>{ level, error?, meta }</c>.</summary>
    private sealed class RecordingLogger : ILogger
    {
        public JsonArray Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var entry = new JsonObject { ["level"] = logLevel == LogLevel.Information ? "info" : logLevel.ToString().ToLowerInvariant() };
            if (exception is not null) entry["error"] = exception.Message;
            var meta = new JsonObject();
            foreach (var (name, value) in (IEnumerable<KeyValuePair<string, object?>>)state!)
                if (name != "{OriginalFormat}") meta[JsonNamingPolicy.CamelCase.ConvertName(name)] = value is ExecutionStatus status ? StatusText(status) : value?.ToString();
            entry["meta"] = meta;
            Entries.Add((JsonNode)entry);
        }
    }
}
