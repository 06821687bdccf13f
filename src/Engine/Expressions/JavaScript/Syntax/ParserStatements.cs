namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal sealed partial class Parser
{
    private List<(string? Label, int Number, bool IsLoop)> _jumpTargets = [];
    private int _jumpNumbers;

    /// <param name="mayDeclare">Whether let, const and function may stand here: in a block, not as the body of an if.</param>
    private Node ParseStatement(bool mayDeclare)
    {
        var start = _token;
        Deepen(start.Start);
        var statement = start.Kind switch
        {
            TokenKind.Punctuator when start.Text == "{" => ParseBlock(),
            TokenKind.Punctuator when start.Text == ";" => new Nothing(Take().Start),
            TokenKind.Keyword => ParseKeywordStatement(start, mayDeclare),
            TokenKind.Name when start is { Text: "let", HasEscape: false } && StartsTarget(Peek()) =>
                mayDeclare ? ParseDeclaration(DeclarationKind.Let) : throw Fault(start.Start, "A declaration needs a block here"),
            TokenKind.Name when start.Text == "async" && Peek() is { AfterLineEnd: false } next && next.Is("function") =>
                throw Unsupported(start.Start, "Asynchronous functions are not supported"),
            TokenKind.Name when Peek().Is(":") => ParseLabelled(),
            _ => ParseExpressionStatement(),
        };
        _depth--;
        return statement;
    }

    private static bool StartsTarget(Token token) => token.Kind == TokenKind.Name || token.Is("[") || token.Is("{");

    private Node ParseKeywordStatement(Token start, bool mayDeclare)
    {
        switch (start.Text)
        {
            case "var":
                return ParseDeclaration(DeclarationKind.Var);
            case "const":
                return mayDeclare ? ParseDeclaration(DeclarationKind.Const) : throw Fault(start.Start, "A declaration needs a block here");
            case "function":
                if (!mayDeclare)
                    throw Fault(start.Start, "A function needs a block here");
                var function = ParseFunction(FunctionKind.Declaration);
                return new FunctionDeclaration(start.Start, new Name(start.Start, function.Name), function);
            case "if":
                return ParseIf();
            case "for":
                return Targeted(start.Start, isLoop: true, ParseFor);
            case "while":
                return Targeted(start.Start, isLoop: true, ParseWhile);
            case "do":
                return Targeted(start.Start, isLoop: true, ParseDo);
            case "switch":
                return Targeted(start.Start, isLoop: false, ParseSwitch);
            case "try":
                return ParseTry();
            case "throw":
                Take();
                if (_token.AfterLineEnd)
                    throw Fault(start.Start, "'throw' needs its value on the same line");
                var thrown = ParseExpression();
                EndStatement();
                return new ThrowStatement(start.Start, thrown);
            case "return":
                Take();
                var value = _token.Is(";") || _token.Is("}") || _token.Kind == TokenKind.End || _token.AfterLineEnd ? null : ParseExpression();
                EndStatement();
                return new Return(start.Start, value);
            case "break" or "continue":
                return ParseJump();
            default:
                return ParseExpressionStatement();
        }
    }

    private ExpressionStatement ParseExpressionStatement()
    {
        var start = _token.Start;
        var value = ParseExpression();
        EndStatement();
        return new ExpressionStatement(start, value);
    }

    private Block ParseBlock()
    {
        var start = Demand("{").Start;
        var statements = new List<Node>();
        while (!_token.Is("}"))
        {
            if (_token.Kind == TokenKind.End)
                throw Unexpected(_token, "'}' expected");
            statements.Add(ParseStatement(true));
        }
        Take();
        return new Block(start, statements);
    }

    private Declaration ParseDeclaration(DeclarationKind kind, bool inFor = false)
    {
        var start = Take().Start;
        var items = new List<Declarator>();
        do
        {
            var target = ParseTarget();
            Node? value = null;
            if (TakeIf("="))
                value = Named(target, ParseAssignment());
            else if (!(inFor && items.Count == 0 && (_token.Is("in") || IsOf(_token))) && (target is not Name || kind == DeclarationKind.Const))
                throw Fault(target.At, target is Name ? "'const' needs a value" : "Destructuring needs a value");
            items.Add(new Declarator(target, value));
        }
        while (TakeIf(","));
        if (!inFor)
            EndStatement();
        return new Declaration(start, kind, items);
    }

    private static bool IsOf(Token token) => token is { Kind: TokenKind.Name, Text: "of", HasEscape: false };

    private If ParseIf()
    {
        var start = Take().Start;
        Demand("(");
        var test = ParseExpression();
        Demand(")");
        var yes = ParseStatement(false);
        var no = TakeIf("else") ? ParseStatement(false) : null;
        return new If(start, test, yes, no);
    }

    private Node ParseFor()
    {
        var at = Take().Start;
        if (_token is { Kind: TokenKind.Name, Text: "await" })
            throw Unsupported(_token.Start, "'await' is not supported");
        Demand("(");
        Node? start = null;
        if (!_token.Is(";"))
        {
            var outer = _inIsOperator;
            _inIsOperator = false;
            start = _token.Is("var") ? ParseDeclaration(DeclarationKind.Var, inFor: true)
                : _token.Is("const") ? ParseDeclaration(DeclarationKind.Const, inFor: true)
                : _token is { Kind: TokenKind.Name, Text: "let" } && StartsTarget(Peek()) ? ParseDeclaration(DeclarationKind.Let, inFor: true)
                : ParseExpression();
            _inIsOperator = outer;
        }
        if (start is not null && (_token.Is("in") || IsOf(_token)))
            return ParseForEach(at, start);

        Demand(";");
        var test = _token.Is(";") ? null : ParseExpression();
        Demand(";");
        var step = _token.Is(")") ? null : ParseExpression();
        Demand(")");
        return new For(at, start, test, step, ParseStatement(false));
    }

    private ForEach ParseForEach(int at, Node target)
    {
        if (target is Declaration declaration)
        {
            if (declaration.Items is not [{ Value: null }])
                throw Fault(declaration.At, "A loop over items declares one variable, without a value");
        }
        else
        {
            target = ToPattern(target, declaring: false);
        }
        var overKeys = Take().Is("in");
        var source = overKeys ? ParseExpression() : ParseAssignment();
        Demand(")");
        return new ForEach(at, target, overKeys, source, ParseStatement(false));
    }

    private While ParseWhile()
    {
        var start = Take().Start;
        Demand("(");
        var test = ParseExpression();
        Demand(")");
        return new While(start, test, ParseStatement(false), bodyFirst: false);
    }

    private While ParseDo()
    {
        var start = Take().Start;
        var body = ParseStatement(false);
        Demand("while");
        Demand("(");
        var test = ParseExpression();
        Demand(")");
        TakeIf(";");
        return new While(start, test, body, bodyFirst: true);
    }

    private Switch ParseSwitch()
    {
        var start = Take().Start;
        Demand("(");
        var subject = ParseExpression();
        Demand(")");
        Demand("{");
        var cases = new List<SwitchCase>();
        while (!TakeIf("}"))
        {
            Node? test = null;
            if (_token.Is("default"))
            {
                if (cases.Exists(each => each.Test is null))
                    throw Fault(_token.Start, "A switch has one default at most");
                Take();
            }
            else
            {
                Demand("case");
                test = ParseExpression();
            }
            Demand(":");
            var statements = new List<Node>();
            while (!_token.Is("case") && !_token.Is("default") && !_token.Is("}"))
            {
                if (_token.Kind == TokenKind.End)
                    throw Unexpected(_token, "'}' expected");
                statements.Add(ParseStatement(true));
            }
            cases.Add(new SwitchCase(test, statements));
        }
        return new Switch(start, subject, cases);
    }

    private Try ParseTry()
    {
        var start = Take().Start;
        var body = ParseBlock();
        Node? caught = null;
        Block? handler = null;
        if (TakeIf("catch"))
        {
            if (TakeIf("("))
            {
                caught = ParseTarget();
                Demand(")");
            }
            handler = ParseBlock();
        }
        var finalizer = TakeIf("finally") ? ParseBlock() : null;
        if (handler is null && finalizer is null)
            throw Unexpected(_token, "'catch' or 'finally' expected");
        return new Try(start, body, caught, handler, finalizer);
    }

    private JumpTarget ParseLabelled()
    {
        var label = DemandName();
        Demand(":");
        if (_jumpTargets.Exists(each => each.Label == label.Text))
            throw Fault(label.Start, $"The label '{label.Text}' is used twice");
        var labelled = _token;
        var isLoop = labelled.Is("for") || labelled.Is("while") || labelled.Is("do");
        return isLoop
            ? Targeted(label.Start, isLoop: true, labelled.Text switch { "for" => ParseFor, "while" => ParseWhile, _ => ParseDo }, label.Text)
            : Targeted(label.Start, isLoop: false, () => ParseStatement(false), label.Text, bareBreak: false);
    }

    /// <summary>Reads a statement that break or continue may name.</summary>
    private JumpTarget Targeted(int at, bool isLoop, Func<Node> parse, string? label = null, bool bareBreak = true)
    {
        var number = ++_jumpNumbers;
        var known = _jumpTargets.Count;
        if (label is not null)
            _jumpTargets.Add((label, number, isLoop));
        if (bareBreak)
            _jumpTargets.Add((null, number, isLoop));
        var body = parse();
        _jumpTargets.RemoveRange(known, _jumpTargets.Count - known);
        return new JumpTarget(at, number, body);
    }

    private Jump ParseJump()
    {
        var start = Take();
        var isBreak = start.Text == "break";
        string? label = null;
        if (_token.Kind == TokenKind.Name && !_token.AfterLineEnd)
            label = Take().Text;
        EndStatement();
        for (var index = _jumpTargets.Count - 1; index >= 0; index--)
        {
            var target = _jumpTargets[index];
            if (target.Label == label && (isBreak || target.IsLoop))
                return new Jump(start.Start, isBreak, target.Number);
        }
        throw Fault(start.Start, label is null ? $"'{start.Text}' outside of a loop" : $"'{start.Text}' names '{label}', which is no label around it");
    }
}
