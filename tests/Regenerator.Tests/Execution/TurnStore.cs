using System.Reflection;
using Regenerator.Storage;

namespace Regenerator.Tests.Execution;

/// <summary>A store of which every verb waits for its turn.</summary>
#pragma warning disable CA1852 // the proxy derives from it
internal class TurnStore : DispatchProxy
#pragma warning restore CA1852
{
    private static readonly MethodInfo InTurn = typeof(TurnStore).GetMethod(nameof(AnswerInTurnAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private IRegeneratorStore inner = null!;
    private Turns turns = null!;

    public static IRegeneratorStore Over(IRegeneratorStore inner, Turns turns)
    {
        var store = Create<IRegeneratorStore, TurnStore>();
        ((TurnStore)(object)store).inner = inner;
        ((TurnStore)(object)store).turns = turns;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.ReturnType switch
    {
        { IsGenericType: true } task => InTurn.MakeGenericMethod(task.GetGenericArguments()).Invoke(this, [targetMethod, args]),
        var task when task == typeof(Task) => InTurnAsync(targetMethod, args),
        _ => targetMethod.Invoke(inner, args),
    };

    private async Task InTurnAsync(MethodInfo verb, object?[]? args)
    {
        await turns.NextAsync();
        await (Task)verb.Invoke(inner, args)!;
    }

    private async Task<T> AnswerInTurnAsync<T>(MethodInfo verb, object?[]? args)
    {
        await turns.NextAsync();
        return await (Task<T>)verb.Invoke(inner, args)!;
    }
}
