#!/usr/bin/env node
import './sidecar-injector.ts';
